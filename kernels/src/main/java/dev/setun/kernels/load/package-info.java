/// What a model needs before it is fast, made behind its back: repacked linears and the screen of
/// the head are made in the order in which they are asked for, and a forward pass that needs one
/// waits for that one only.
@NullMarked
package dev.setun.kernels.load;

import org.jspecify.annotations.NullMarked;

/// The golden model: what a BitNet model computes, bit for bit. The types here are what every
/// executor shares.
@NullMarked
package dev.setun.model;

import org.jspecify.annotations.NullMarked;

/// What a floating-point operation of a forward pass is, bit by bit.
///
/// A [dev.setun.model.numerics.Profile] is a set of rules, [dev.setun.model.numerics.Numerics] the
/// operations that the rules define. The scalar implementations here are the definition in Java;
/// `docs/numerics.md` is the normative text, with a name for every rule and a test of that name.
@NullMarked
package dev.setun.model.numerics;

import org.jspecify.annotations.NullMarked;

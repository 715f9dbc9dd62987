/// What a floating-point operation of a forward pass is, bit by bit. One interface,
/// [dev.setun.model.numerics.Numerics], one class per profile; `docs/numerics.md` is the normative
/// text of the canonical one.
@NullMarked
package dev.setun.model.numerics;

import org.jspecify.annotations.NullMarked;

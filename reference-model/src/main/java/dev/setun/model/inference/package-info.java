/// Running a model: the forward pass of spec 1.2, one class for each concept of the paper.
///
/// [dev.setun.model.inference.Session] is the public face: a context with its key/value cache, from
/// tokens to logits. Inside it, `Layer` has the equations of the two blocks, and `RmsNorm`,
/// `Quantised`, `BitLinear`, `RotaryEmbedding`, `Attention` and `Head` one equation each; their
/// arithmetic is in [dev.setun.model.numerics]. An [dev.setun.model.inference.Observer] sees what
/// is computed. [dev.setun.model.inference.Sampler] picks tokens,
/// [dev.setun.model.inference.Perplexity] scores text, and [dev.setun.model.inference.RoundingFlip]
/// explains where two runs part.
@NullMarked
package dev.setun.model.inference;

import org.jspecify.annotations.NullMarked;

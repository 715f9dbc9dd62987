/// Running a model: [dev.setun.model.inference.Session] holds the cache and computes logits,
/// [dev.setun.model.inference.Sampler] picks tokens, [dev.setun.model.inference.Perplexity] scores
/// text.
@NullMarked
package dev.setun.model.inference;

import org.jspecify.annotations.NullMarked;

/// How the numbers of a tensor lie in memory: every layout that ternary models are shipped in, both
/// ways.
///
/// A [TensorType] says how many bytes a shape takes; a [Tensor] is a view of such bytes (usually of
/// a mapped file) that decodes rows to binary32 exactly as the program that defined the layout
/// does. The types that hold only -1, 0 and +1 are the [TernaryPacking]s; their weights are used
/// without being copied, through [PackedTernary], and go from one packing to another through
/// [TernaryTensor]. `docs/formats.md` has one table of all layouts and of the golden files that
/// each is bit-equal to.
@NullMarked
package dev.setun.model.tensor;

import org.jspecify.annotations.NullMarked;

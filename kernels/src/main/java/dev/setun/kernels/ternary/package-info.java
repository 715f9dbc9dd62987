/// Ternary linears: how weights are packed, which loop order they are read in, and the inner loops
/// themselves.
///
/// A newcomer starts at [TiledLinear], which cuts a linear into *chunks* of K and *tiles* of rows
/// and calls a [TileKernel] for each: [Lut3W48] and [Lut3W9] look three weights up at once in a
/// table made from three activations, [ByteTables] does so in tables of bytes, [UnpackMultiply]
/// works on any vector. [PackedWeights] says where each weight lies. [BitSerialLinear] is of
/// another kind: a row is a bit, [BitPlanes] has the weights, [Digits] turns activations into lists
/// of planes, [CarrySave] adds them. Where no shuffle is cheap, [TokenLinear] gives many tokens to
/// [TokenTables], which have the tokens in the lanes; [Patterns] are the weights as they read them.
/// Classes that name a vector type are loaded only through [VectorKernels], and only where the
/// module `jdk.incubator.vector` is present.
@NullMarked
package dev.setun.kernels.ternary;

import org.jspecify.annotations.NullMarked;

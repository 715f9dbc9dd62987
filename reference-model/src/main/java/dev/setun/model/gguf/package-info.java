/// GGUF version 3, the container that llama.cpp and bitnet.cpp ship models in: metadata under
/// string keys, then the descriptions of the tensors, then their bytes (spec 3.2).
///
/// [GgufFile] maps a file of any size and checks all of it that can be checked without reading the
/// tensors: every count, length, dimension and offset against what the file can hold, before
/// anything is allocated for it. What it gives out are views: strings, arrays and tensors are
/// decoded when they are asked for. [GgufWriter] writes a file, tensors as streams.
///
/// Type numbers mean different things in llama.cpp and in bitnet.cpp; [GgufOptions] says how that,
/// and what no header tells, is decided.
@NullMarked
package dev.setun.model.gguf;

import org.jspecify.annotations.NullMarked;

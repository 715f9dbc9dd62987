/// Models in the layout of Hugging Face: a folder with config.json, tokenizer.json and
/// model.safetensors.
///
/// [dev.setun.model.safetensors.SafetensorsFile] is the container, a JSON header and raw
/// little-endian tensors; [dev.setun.model.safetensors.HfFolder] makes a model of a folder. Files
/// are mapped, never read whole, and what a header says is checked against the file before anything
/// is allocated. Packed weights stay where they are; master weights are quantised to two bits on
/// load.
@NullMarked
package dev.setun.model.safetensors;

import org.jspecify.annotations.NullMarked;

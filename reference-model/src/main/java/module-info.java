/// The golden model of BitNet inference: file formats, tokenizer, quantisation, transformer.
module dev.setun.model {
  requires transitive dev.setun.traces;
  requires tools.jackson.databind;
  requires jdk.management;
  requires org.apache.commons.csv;
  requires static transitive org.jspecify;

  exports dev.setun.model.convert;
  exports dev.setun.model.family;
  exports dev.setun.model.fuzz;
  exports dev.setun.model.gguf;
  exports dev.setun.model.inference;
  exports dev.setun.model.numerics;
  exports dev.setun.model.safetensors;
  exports dev.setun.model.synthesis;
  exports dev.setun.model.tensor;
  exports dev.setun.model.tokenizer;
  exports dev.setun.model.upstream;
  exports dev.setun.model;
}

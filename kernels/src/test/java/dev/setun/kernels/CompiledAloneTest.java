package dev.setun.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.kernels.numerics.CompiledAlone;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the annotation [CompiledAlone] promises, read from the class files.
class CompiledAloneTest {
  private static final Path CLASSES = Path.of("target", "classes");
  private static final String ANNOTATION = CompiledAlone.class.descriptorString();
  private static final String VECTORS = "jdk/incubator/vector/";

  private final Map<String, CodeAttribute> methods = new TreeMap<>();

  CompiledAloneTest() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        for (MethodModel method : model.methods()) {
          if (isAnnotated(method)) {
            String name = model.thisClass().asInternalName() + "." + method.methodName();
            methods.put(name, method.findAttribute(Attributes.code()).orElseThrow());
          }
        }
      }
    }
  }

  private static boolean isAnnotated(MethodModel method) {
    return method.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
        .flatMap(all -> all.annotations().stream())
        .anyMatch(each -> each.className().equalsString(ANNOTATION));
  }

  @Test
  void noneIsShortEnoughToBeInlined() {
    assertThat(methods).hasSizeGreaterThan(20);
    methods.forEach((name, code) ->
        assertThat(code.codeLength()).as(name).isGreaterThan(CompiledAlone.INLINED_BYTECODES));
  }

  @Test
  void noneCallsAMethodWithVectorsThatIsNotOfTheVectorApi() {
    List<String> calls = new ArrayList<>();
    methods.forEach((name, code) -> {
      for (Instruction instruction :
          ((CodeModel) code)
              .elementStream()
              .filter(Instruction.class::isInstance)
              .map(Instruction.class::cast)
              .toList()) {
        if (instruction instanceof InvokeInstruction call
            && !call.owner().asInternalName().startsWith(VECTORS)
            && call.type().stringValue().contains(VECTORS)) {
          calls.add(name + " calls " + call.name());
        }
      }
    });
    assertThat(calls).isEmpty();
  }
}

package dev.setun.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Decides whether a test marked [RequiresTool] can run on this machine.
public final class RequiredTools implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<String> missing =
        context
            .getElement()
            .map(element -> element.getAnnotation(RequiresTool.class))
            .map(annotation ->
                Arrays.stream(annotation.value()).filter(tool -> !onPath(tool)).toList())
            .orElse(List.of());
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all tools are on the PATH");
    }
    String reason = "not on the PATH: " + String.join(", ", missing);
    if ("1".equals(System.getenv("STRICT_TOOLS"))) {
      throw new IllegalStateException(reason + " (STRICT_TOOLS=1 makes this a failure)");
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  private static boolean onPath(String tool) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
        .splitAsStream(path)
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}

package dev.setun.model.tokenizer;

/// What someone says in a conversation.
public record ChatMessage(Role role, String content) {
  /// Who says it.
  public enum Role {
    SYSTEM("system"),
    USER("user"),
    ASSISTANT("assistant");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    /// As templates name it.
    public String label() {
      return label;
    }

    /// As [#label], with a capital letter.
    String capitalised() {
      return Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }
  }
}

package dev.setun.workbench.cli;

import dev.setun.model.Model;
import dev.setun.model.tokenizer.ChatMessage;
import dev.setun.model.tokenizer.ChatTemplate;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/// The options that make a prompt a conversation.
final class ChatOptions {
  @Option(
      names = "--chat",
      description = "The prompt is what a user says; write it in the model's chat template.")
  private boolean chat;

  @Option(names = "--system", description = "With --chat, what the system says first.")
  private Optional<String> system = Optional.empty();

  @Option(
      names = "--chat-template",
      description =
          "With --chat, bitnet, bitnet.cpp, bitnet-human, llama3 or falcon3 (default: what the"
              + " model's files say).")
  private Optional<String> template = Optional.empty();

  /// @param special whether the text of special tokens in a prompt gives those tokens
  Prompt prompt(Model model, String text, boolean special) {
    if (chat) {
      return conversation(model, text);
    }
    if (system.isPresent() || template.isPresent()) {
      throw new InputException(
          system.isPresent() ? "--system" : "--chat-template", "expected --chat, found none");
    }
    int[] ids = special ? model.promptIdsWithSpecials(text) : model.promptIds(text);
    return new Prompt(ids, text, model.endTokens());
  }

  private Prompt conversation(Model model, String text) {
    ChatTemplate written = template(model);
    List<ChatMessage> messages = new ArrayList<>();
    system.ifPresent(content -> messages.add(new ChatMessage(ChatMessage.Role.SYSTEM, content)));
    messages.add(new ChatMessage(ChatMessage.Role.USER, text));
    Set<Integer> ends = new TreeSet<>(model.endTokens());
    written.turnEnd().ifPresent(end -> model.tokenizer().special(end).ifPresent(ends::add));
    return new Prompt(model.promptIds(written, messages), "", ends);
  }

  private ChatTemplate template(Model model) {
    if (template.isPresent()) {
      return ChatTemplate.parse(template.get());
    }
    String jinja =
        model
            .tokenizer()
            .conventions()
            .chatTemplate()
            .orElseThrow(() ->
                new InputException(
                    model.name(),
                    "--chat: expected a chat template in the model's files, found none"
                        + " (name one with --chat-template)"));
    return ChatTemplate.recognise(model.name(), jinja);
  }
}

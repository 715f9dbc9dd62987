package dev.setun.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.model.Model;
import dev.setun.model.Models;
import dev.setun.traces.InputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTemplateTest {
  /// The template of tokenizer_config.json of BitNet b1.58 2B4T (spec 1.2).
  private static final String BITNET =
      "{% set loop_messages = messages %}{% for message in loop_messages %}"
          + "{% set content = message['role'] | capitalize + ': '+ message['content'] | trim"
          + " + '<|eot_id|>' %}{{ content }}{% endfor %}"
          + "{% if add_generation_prompt %}{{ 'Assistant: ' }}{% endif %}";

  /// The template of Microsoft's GGUF file (spec 1.2).
  private static final String HUMAN =
      "{% for message in messages %}{% if loop.first %}{{ bos_token }}{% endif %}"
          + "{% if message['role'] == 'user' %}"
          + "{{ 'Human: ' + message['content'] + '\\n\\nBITNETAssistant: ' + eos_token }}"
          + "{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token }}"
          + "{% endif %}{% endfor %}";

  private static final String LLAMA_3 =
      "{% for message in messages %}{% set content = '<|start_header_id|>' + message['role'] +"
          + " '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' %}"
          + "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}"
          + "{{ content }}{% endfor %}{% if add_generation_prompt %}"
          + "{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}";

  private static final String FALCON_3_MESSAGES =
      "{% for message in messages %}{% if message['role'] == 'system' %}\n"
          + "  {{- '<|system|>\\n' + message['content'] + '\\n' }}\n"
          + "  {%- elif message['role'] == 'user' %}{{ '<|user|>\\n' + message['content'] + '\\n'"
          + " }}{% elif message['role'] == 'assistant' %}{% if not loop.last %}"
          + "{{ '<|assistant|>\\n' + message['content'] + eos_token + '\\n' }}{% else %}"
          + "{{ '<|assistant|>\\n' + message['content'] + eos_token }}{% endif %}{% endif %}"
          + "{% if loop.last and add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}"
          + "{% endfor %}";

  private static final List<ChatMessage> CHAT =
      List.of(
          new ChatMessage(ChatMessage.Role.SYSTEM, "Be brief."),
          new ChatMessage(ChatMessage.Role.USER, " Hi "),
          new ChatMessage(ChatMessage.Role.ASSISTANT, "Hello"),
          new ChatMessage(ChatMessage.Role.USER, "Bye"));

  private static ChatTemplate recognised(String jinja) {
    return ChatTemplate.recognise("t", jinja);
  }

  /// What `str.strip` of Python takes, which runs such templates.
  @ParameterizedTest
  @ValueSource(strings = {" ", "\u00a0", "\u2007\u202f", "\u0085", "\u001c\u001f", "\t\u3000\n"})
  void aTemplateThatTrimsTakesTheBlanksThatPythonTakes(String blanks) {
    List<ChatMessage> chat =
        List.of(new ChatMessage(ChatMessage.Role.USER, blanks + "a" + blanks + "b" + blanks));
    assertThat(ChatTemplate.BITNET.format(chat, ""))
        .isEqualTo("User: a" + blanks + "b<|eot_id|>Assistant: ");
  }

  @Test
  void theTemplatesThatModelsShipAreRecognised() {
    assertThat(recognised(BITNET)).isEqualTo(ChatTemplate.BITNET);
    assertThat(recognised(HUMAN)).isEqualTo(ChatTemplate.BITNET_CPP);
    assertThat(recognised(LLAMA_3)).isEqualTo(ChatTemplate.LLAMA_3);
    assertThat(recognised(FALCON_3_MESSAGES)).isEqualTo(ChatTemplate.FALCON_3);
    String withTools =
        "{%- if tools %}\n{{- 'You may call <tools>' }}{% if x %}{{ y }}{% endif %}\n{%- else %}"
            + FALCON_3_MESSAGES
            + "{%- endif %}\n";
    assertThat(recognised(withTools)).isEqualTo(ChatTemplate.FALCON_3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{{ messages }}",
        "{% for m in messages %}{{ '<|im_start|>' + m['content'] }}{% endfor %}",
        "{% for"
      })
  void otherTemplatesAreRefusedByNamingThoseThatAreKnown(String jinja) {
    refuse(jinja);
  }

  @Test
  void aTemplateThatPrintsSomethingElseIsNotTakenForAKnownOne() {
    refuse(BITNET.replace("'Assistant: '", "'Assistant:'"));
    refuse(BITNET.replace("| trim", "| upper"));
    refuse(BITNET + "!");
    refuse(BITNET.replace("{{ content }}", "{{ content }}\n"));
    refuse(LLAMA_3.replace("| trim", ""));
    refuse("{{ 'Cutting Knowledge Date' }}" + LLAMA_3);
    refuse(FALCON_3_MESSAGES.replace("eos_token", "bos_token"));
  }

  private static void refuse(String jinja) {
    assertThatThrownBy(() -> recognised(jinja))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected one of bitnet, bitnet.cpp, bitnet-human, llama3, falcon3")
        .hasMessageNotContainingAny("\n");
  }

  @Test
  void conversationsAreWrittenAsTheTemplatesSay() {
    assertThat(
            ChatTemplate.BITNET.format(
                List.of(
                    new ChatMessage(
                        ChatMessage.Role.USER, "Hey, are you conscious? Can you talk to me?")),
                "E"))
        // The published prompt of modular_bitnet.py (spec 1.2).
        .isEqualTo("User: Hey, are you conscious? Can you talk to me?<|eot_id|>Assistant: ");
    assertThat(ChatTemplate.BITNET.format(CHAT, "E"))
        .isEqualTo(
            "System: Be brief.<|eot_id|>User: Hi<|eot_id|>Assistant: Hello<|eot_id|>"
                + "User: Bye<|eot_id|>Assistant: ");
    assertThat(ChatTemplate.BITNET_CPP.format(CHAT, "E"))
        .isEqualTo(
            "System: Be brief.User:  Hi <|eot_id|>Assistant: HelloUser: Bye<|eot_id|>Assistant: ");
    assertThat(ChatTemplate.BITNET_HUMAN.format(CHAT, "E"))
        .isEqualTo("Human:  Hi \n\nBITNETAssistant: EHelloEHuman: Bye\n\nBITNETAssistant: E");
    assertThat(ChatTemplate.LLAMA_3.format(CHAT.subList(0, 2), "E"))
        .isEqualTo(
            "<|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n");
    assertThat(ChatTemplate.FALCON_3.format(CHAT, "E"))
        .isEqualTo(
            "<|system|>\nBe brief.\n<|user|>\n Hi \n<|assistant|>\nHelloE\n<|user|>\nBye\n"
                + "<|assistant|>\n");
  }

  @ParameterizedTest
  @EnumSource
  void aPromptHasOneBeginToken(ChatTemplate template) throws IOException {
    Model bard = Models.load(Models.BARD);
    int[] ids = bard.promptIds(template, CHAT);
    assertThat(ids).startsWith(510);
    assertThat(Arrays.stream(ids).filter(id -> id == 510).count()).isEqualTo(1);
    assertThat(bard.tokenizer().decode(ids))
        .contains("Be brief.".repeat(template == ChatTemplate.BITNET_HUMAN ? 0 : 1))
        .contains("Bye");
    assertThat(ChatTemplate.parse(template.label())).isEqualTo(template);
  }

  @Test
  void aBeginTokenThatThePromptHasIsNotPutThereAgain() throws IOException {
    Model bard = Models.load(Models.BARD);
    assertThat(bard.promptIdsWithSpecials("<|begin_of_text|>x"))
        .isEqualTo(bard.promptIdsWithSpecials("x"))
        .startsWith(510);
    assertThat(bard.endTokens()).containsExactly(511);
  }
}

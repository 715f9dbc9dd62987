package dev.setun.model.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Text of tokens as they come. A character whose bytes lie in several tokens appears with the last
/// of them.
public final class StreamingDecoder {
  private final Tokenizer tokenizer;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer pending = ByteBuffer.allocate(0);

  /// Whether the next byte, if it is a blank, is one that encoding put in front of the text.
  private boolean dropsBlank;

  private StreamingDecoder(Tokenizer tokenizer, boolean dropsBlank) {
    this.tokenizer = tokenizer;
    this.dropsBlank = dropsBlank;
  }

  /// A decoder at the beginning of a text.
  public static StreamingDecoder ofText(Tokenizer tokenizer) {
    return new StreamingDecoder(tokenizer, tokenizer.beginsWithBlank());
  }

  /// A decoder of what follows a text, such as a prompt: a blank in front belongs to it.
  public static StreamingDecoder ofContinuation(Tokenizer tokenizer) {
    return new StreamingDecoder(tokenizer, false);
  }

  /// The text that is complete with this token.
  public String next(int id) {
    byte[] bytes = tokenizer.bytes(id);
    int first = dropsBlank && bytes.length > 0 && bytes[0] == ' ' ? 1 : 0;
    dropsBlank &= bytes.length == 0;
    ByteBuffer input = ByteBuffer.allocate(pending.remaining() + bytes.length - first);
    input.put(pending).put(bytes, first, bytes.length - first).flip();
    CharBuffer text = CharBuffer.allocate(input.remaining() + 1);
    utf8.decode(input, text, false);
    pending = input;
    return text.flip().toString();
  }

  /// What is left at the end: bytes of an incomplete character give U+FFFD.
  public String end() {
    CharBuffer text = CharBuffer.allocate(pending.remaining() + 4);
    utf8.decode(pending, text, true);
    utf8.flush(text);
    utf8.reset();
    pending = ByteBuffer.allocate(0);
    return text.flip().toString();
  }
}

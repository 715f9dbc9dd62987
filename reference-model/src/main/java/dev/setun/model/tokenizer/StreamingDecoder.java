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

  /// A decoder at the beginning of a text.
  public StreamingDecoder(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// The text that is complete with this token.
  public String next(int id) {
    byte[] bytes = tokenizer.bytes(id);
    ByteBuffer input = ByteBuffer.allocate(pending.remaining() + bytes.length);
    input.put(pending).put(bytes).flip();
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

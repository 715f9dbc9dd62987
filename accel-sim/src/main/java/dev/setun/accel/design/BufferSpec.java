package dev.setun.accel.design;

/// The memories inside the accelerator.
///
/// @param activationWordsPerToken words of `array.lanes` int8 values kept for each token of the
///   tile, a power of two, 2..65536; the largest K is this times `array.lanes`
/// @param weightWords weight words (R x L weights each) that the weight FIFO holds, a power of two,
///   2..64
public record BufferSpec(int activationWordsPerToken, int weightWords) {
  public BufferSpec {
    Check.range("buffers.activationWordsPerToken", activationWordsPerToken, 2, 65536);
    Check.powerOfTwo("buffers.activationWordsPerToken", activationWordsPerToken);
    Check.range("buffers.weightWords", weightWords, 2, 64);
    Check.powerOfTwo("buffers.weightWords", weightWords);
  }
}

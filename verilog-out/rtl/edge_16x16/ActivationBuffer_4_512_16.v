// Holds the activation words of one token tile; word k of a token is at token * 512 + k. A word whose address is given in cycle t can be used in t + 1.
module ActivationBuffer_4_512_16 (
  input  wire clk,
  input  wire write,
  input  wire read,
  input  wire [1:0] token,
  input  wire [8:0] k,
  input  wire [127:0] word,
  output wire signed [7:0] activation_0,
  output wire signed [7:0] activation_1,
  output wire signed [7:0] activation_2,
  output wire signed [7:0] activation_3,
  output wire signed [7:0] activation_4,
  output wire signed [7:0] activation_5,
  output wire signed [7:0] activation_6,
  output wire signed [7:0] activation_7,
  output wire signed [7:0] activation_8,
  output wire signed [7:0] activation_9,
  output wire signed [7:0] activation_10,
  output wire signed [7:0] activation_11,
  output wire signed [7:0] activation_12,
  output wire signed [7:0] activation_13,
  output wire signed [7:0] activation_14,
  output wire signed [7:0] activation_15
);

  reg  [127:0] word_read;
  reg  [127:0] words [0:2047];

  assign activation_0 = word_read[7:0];
  assign activation_1 = word_read[15:8];
  assign activation_2 = word_read[23:16];
  assign activation_3 = word_read[31:24];
  assign activation_4 = word_read[39:32];
  assign activation_5 = word_read[47:40];
  assign activation_6 = word_read[55:48];
  assign activation_7 = word_read[63:56];
  assign activation_8 = word_read[71:64];
  assign activation_9 = word_read[79:72];
  assign activation_10 = word_read[87:80];
  assign activation_11 = word_read[95:88];
  assign activation_12 = word_read[103:96];
  assign activation_13 = word_read[111:104];
  assign activation_14 = word_read[119:112];
  assign activation_15 = word_read[127:120];

  // memory of ActivationBuffer.build: words
  always @(posedge clk) begin
    if (write) words[{token, k}] <= word;
  end

  // registers of ActivationBuffer.build: word_read
  always @(posedge clk) begin
    if (read) begin
      word_read <= words[{token, k}];
    end
  end
endmodule

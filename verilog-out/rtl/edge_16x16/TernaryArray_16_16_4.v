// 16 rows that share one activation buffer, and the pipeline of an issue: read in cycle t, sum in t + 1, accumulate in t + 2.
module TernaryArray_16_16_4 (
  input  wire clk,
  input  wire rst,
  input  wire issue,
  input  wire first,
  input  wire [1:0] token,
  input  wire [31:0] weights_0,
  input  wire [31:0] weights_1,
  input  wire [31:0] weights_2,
  input  wire [31:0] weights_3,
  input  wire [31:0] weights_4,
  input  wire [31:0] weights_5,
  input  wire [31:0] weights_6,
  input  wire [31:0] weights_7,
  input  wire [31:0] weights_8,
  input  wire [31:0] weights_9,
  input  wire [31:0] weights_10,
  input  wire [31:0] weights_11,
  input  wire [31:0] weights_12,
  input  wire [31:0] weights_13,
  input  wire [31:0] weights_14,
  input  wire [31:0] weights_15,
  input  wire signed [7:0] activation_0,
  input  wire signed [7:0] activation_1,
  input  wire signed [7:0] activation_2,
  input  wire signed [7:0] activation_3,
  input  wire signed [7:0] activation_4,
  input  wire signed [7:0] activation_5,
  input  wire signed [7:0] activation_6,
  input  wire signed [7:0] activation_7,
  input  wire signed [7:0] activation_8,
  input  wire signed [7:0] activation_9,
  input  wire signed [7:0] activation_10,
  input  wire signed [7:0] activation_11,
  input  wire signed [7:0] activation_12,
  input  wire signed [7:0] activation_13,
  input  wire signed [7:0] activation_14,
  input  wire signed [7:0] activation_15,
  input  wire [1:0] result_token,
  output wire signed [31:0] result_0,
  output wire signed [31:0] result_1,
  output wire signed [31:0] result_2,
  output wire signed [31:0] result_3,
  output wire signed [31:0] result_4,
  output wire signed [31:0] result_5,
  output wire signed [31:0] result_6,
  output wire signed [31:0] result_7,
  output wire signed [31:0] result_8,
  output wire signed [31:0] result_9,
  output wire signed [31:0] result_10,
  output wire signed [31:0] result_11,
  output wire signed [31:0] result_12,
  output wire signed [31:0] result_13,
  output wire signed [31:0] result_14,
  output wire signed [31:0] result_15
);

  reg  read;
  reg  read_first;
  reg  [1:0] read_token;
  reg  summed;
  reg  summed_first;
  reg  [1:0] summed_token;
  wire signed [31:0] row_0_result;
  wire signed [31:0] row_1_result;
  wire signed [31:0] row_2_result;
  wire signed [31:0] row_3_result;
  wire signed [31:0] row_4_result;
  wire signed [31:0] row_5_result;
  wire signed [31:0] row_6_result;
  wire signed [31:0] row_7_result;
  wire signed [31:0] row_8_result;
  wire signed [31:0] row_9_result;
  wire signed [31:0] row_10_result;
  wire signed [31:0] row_11_result;
  wire signed [31:0] row_12_result;
  wire signed [31:0] row_13_result;
  wire signed [31:0] row_14_result;
  wire signed [31:0] row_15_result;

  assign result_0 = row_0_result;
  assign result_1 = row_1_result;
  assign result_2 = row_2_result;
  assign result_3 = row_3_result;
  assign result_4 = row_4_result;
  assign result_5 = row_5_result;
  assign result_6 = row_6_result;
  assign result_7 = row_7_result;
  assign result_8 = row_8_result;
  assign result_9 = row_9_result;
  assign result_10 = row_10_result;
  assign result_11 = row_11_result;
  assign result_12 = row_12_result;
  assign result_13 = row_13_result;
  assign result_14 = row_14_result;
  assign result_15 = row_15_result;

  TernaryRow_16_4 row_0 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_0),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_0_result)
  );

  TernaryRow_16_4 row_1 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_1),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_1_result)
  );

  TernaryRow_16_4 row_2 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_2),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_2_result)
  );

  TernaryRow_16_4 row_3 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_3),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_3_result)
  );

  TernaryRow_16_4 row_4 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_4),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_4_result)
  );

  TernaryRow_16_4 row_5 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_5),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_5_result)
  );

  TernaryRow_16_4 row_6 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_6),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_6_result)
  );

  TernaryRow_16_4 row_7 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_7),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_7_result)
  );

  TernaryRow_16_4 row_8 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_8),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_8_result)
  );

  TernaryRow_16_4 row_9 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_9),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_9_result)
  );

  TernaryRow_16_4 row_10 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_10),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_10_result)
  );

  TernaryRow_16_4 row_11 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_11),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_11_result)
  );

  TernaryRow_16_4 row_12 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_12),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_12_result)
  );

  TernaryRow_16_4 row_13 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_13),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_13_result)
  );

  TernaryRow_16_4 row_14 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_14),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_14_result)
  );

  TernaryRow_16_4 row_15 (
    .clk(clk),
    .take_weights(issue),
    .weights(weights_15),
    .take_sum(read),
    .activation_0(activation_0),
    .activation_1(activation_1),
    .activation_2(activation_2),
    .activation_3(activation_3),
    .activation_4(activation_4),
    .activation_5(activation_5),
    .activation_6(activation_6),
    .activation_7(activation_7),
    .activation_8(activation_8),
    .activation_9(activation_9),
    .activation_10(activation_10),
    .activation_11(activation_11),
    .activation_12(activation_12),
    .activation_13(activation_13),
    .activation_14(activation_14),
    .activation_15(activation_15),
    .accumulate(summed),
    .first(summed_first),
    .token(summed_token),
    .result_token(result_token),
    .result(row_15_result)
  );

  // registers of TernaryArray.build: read, summed
  always @(posedge clk) begin
    if (rst) begin
      read <= 1'b0;
      summed <= 1'b0;
    end else begin
      read <= issue;
      summed <= read;
    end
  end

  // registers of TernaryArray.build: read_first, read_token, summed_first, summed_token
  always @(posedge clk) begin
    read_first <= first;
    read_token <= token;
    summed_first <= read_first;
    summed_token <= read_token;
  end
endmodule

// One row of 16 processing elements: a weight register, PEs that give +x, -x or 0, an adder tree with a registered sum, and one accumulator a token (4).
module TernaryRow_16_4 (
  input  wire clk,
  input  wire take_weights,
  input  wire [31:0] weights,
  input  wire take_sum,
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
  input  wire accumulate,
  input  wire first,
  input  wire [1:0] token,
  input  wire [1:0] result_token,
  output wire signed [31:0] result
);

  reg  [31:0] codes;
  wire signed [8:0] pe_0_addend;
  wire signed [8:0] pe_1_addend;
  wire signed [8:0] pe_2_addend;
  wire signed [8:0] pe_3_addend;
  wire signed [8:0] pe_4_addend;
  wire signed [8:0] pe_5_addend;
  wire signed [8:0] pe_6_addend;
  wire signed [8:0] pe_7_addend;
  wire signed [8:0] pe_8_addend;
  wire signed [8:0] pe_9_addend;
  wire signed [8:0] pe_10_addend;
  wire signed [8:0] pe_11_addend;
  wire signed [8:0] pe_12_addend;
  wire signed [8:0] pe_13_addend;
  wire signed [8:0] pe_14_addend;
  wire signed [8:0] pe_15_addend;
  wire signed [9:0] sum_1_0;
  wire signed [9:0] sum_1_1;
  wire signed [9:0] sum_1_2;
  wire signed [9:0] sum_1_3;
  wire signed [9:0] sum_1_4;
  wire signed [9:0] sum_1_5;
  wire signed [9:0] sum_1_6;
  wire signed [9:0] sum_1_7;
  wire signed [10:0] sum_2_0;
  wire signed [10:0] sum_2_1;
  wire signed [10:0] sum_2_2;
  wire signed [10:0] sum_2_3;
  wire signed [11:0] sum_3_0;
  wire signed [11:0] sum_3_1;
  wire signed [12:0] sum_4_0;
  reg  signed [12:0] sum;
  reg  signed [31:0] accumulator_0;
  reg  signed [31:0] accumulator_1;
  reg  signed [31:0] accumulator_2;
  reg  signed [31:0] accumulator_3;
  wire signed [31:0] sum_extended;
  wire signed [31:0] accumulator_next;

  assign result = result_token[1] ? (result_token[0] ? accumulator_3 : accumulator_2) : result_token[0] ? accumulator_1 : accumulator_0;
  assign sum_1_0 = {{1{pe_0_addend[8]}}, pe_0_addend} + {{1{pe_1_addend[8]}}, pe_1_addend};
  assign sum_1_1 = {{1{pe_2_addend[8]}}, pe_2_addend} + {{1{pe_3_addend[8]}}, pe_3_addend};
  assign sum_1_2 = {{1{pe_4_addend[8]}}, pe_4_addend} + {{1{pe_5_addend[8]}}, pe_5_addend};
  assign sum_1_3 = {{1{pe_6_addend[8]}}, pe_6_addend} + {{1{pe_7_addend[8]}}, pe_7_addend};
  assign sum_1_4 = {{1{pe_8_addend[8]}}, pe_8_addend} + {{1{pe_9_addend[8]}}, pe_9_addend};
  assign sum_1_5 = {{1{pe_10_addend[8]}}, pe_10_addend} + {{1{pe_11_addend[8]}}, pe_11_addend};
  assign sum_1_6 = {{1{pe_12_addend[8]}}, pe_12_addend} + {{1{pe_13_addend[8]}}, pe_13_addend};
  assign sum_1_7 = {{1{pe_14_addend[8]}}, pe_14_addend} + {{1{pe_15_addend[8]}}, pe_15_addend};
  assign sum_2_0 = {{1{sum_1_0[9]}}, sum_1_0} + {{1{sum_1_1[9]}}, sum_1_1};
  assign sum_2_1 = {{1{sum_1_2[9]}}, sum_1_2} + {{1{sum_1_3[9]}}, sum_1_3};
  assign sum_2_2 = {{1{sum_1_4[9]}}, sum_1_4} + {{1{sum_1_5[9]}}, sum_1_5};
  assign sum_2_3 = {{1{sum_1_6[9]}}, sum_1_6} + {{1{sum_1_7[9]}}, sum_1_7};
  assign sum_3_0 = {{1{sum_2_0[10]}}, sum_2_0} + {{1{sum_2_1[10]}}, sum_2_1};
  assign sum_3_1 = {{1{sum_2_2[10]}}, sum_2_2} + {{1{sum_2_3[10]}}, sum_2_3};
  assign sum_4_0 = {{1{sum_3_0[11]}}, sum_3_0} + {{1{sum_3_1[11]}}, sum_3_1};
  assign sum_extended = {{19{sum[12]}}, sum};
  assign accumulator_next = first ? sum_extended : ((token[1] ? (token[0] ? accumulator_3 : accumulator_2) : token[0] ? accumulator_1 : accumulator_0) + sum_extended);

  SelectAdd_8 pe_0 (
    .activation(activation_0),
    .code(codes[1:0]),
    .addend(pe_0_addend)
  );

  SelectAdd_8 pe_1 (
    .activation(activation_1),
    .code(codes[3:2]),
    .addend(pe_1_addend)
  );

  SelectAdd_8 pe_2 (
    .activation(activation_2),
    .code(codes[5:4]),
    .addend(pe_2_addend)
  );

  SelectAdd_8 pe_3 (
    .activation(activation_3),
    .code(codes[7:6]),
    .addend(pe_3_addend)
  );

  SelectAdd_8 pe_4 (
    .activation(activation_4),
    .code(codes[9:8]),
    .addend(pe_4_addend)
  );

  SelectAdd_8 pe_5 (
    .activation(activation_5),
    .code(codes[11:10]),
    .addend(pe_5_addend)
  );

  SelectAdd_8 pe_6 (
    .activation(activation_6),
    .code(codes[13:12]),
    .addend(pe_6_addend)
  );

  SelectAdd_8 pe_7 (
    .activation(activation_7),
    .code(codes[15:14]),
    .addend(pe_7_addend)
  );

  SelectAdd_8 pe_8 (
    .activation(activation_8),
    .code(codes[17:16]),
    .addend(pe_8_addend)
  );

  SelectAdd_8 pe_9 (
    .activation(activation_9),
    .code(codes[19:18]),
    .addend(pe_9_addend)
  );

  SelectAdd_8 pe_10 (
    .activation(activation_10),
    .code(codes[21:20]),
    .addend(pe_10_addend)
  );

  SelectAdd_8 pe_11 (
    .activation(activation_11),
    .code(codes[23:22]),
    .addend(pe_11_addend)
  );

  SelectAdd_8 pe_12 (
    .activation(activation_12),
    .code(codes[25:24]),
    .addend(pe_12_addend)
  );

  SelectAdd_8 pe_13 (
    .activation(activation_13),
    .code(codes[27:26]),
    .addend(pe_13_addend)
  );

  SelectAdd_8 pe_14 (
    .activation(activation_14),
    .code(codes[29:28]),
    .addend(pe_14_addend)
  );

  SelectAdd_8 pe_15 (
    .activation(activation_15),
    .code(codes[31:30]),
    .addend(pe_15_addend)
  );

  // registers of TernaryRow.build: codes
  always @(posedge clk) begin
    if (take_weights) begin
      codes <= weights;
    end
  end

  // registers of TernaryRow.build: sum
  always @(posedge clk) begin
    if (take_sum) begin
      sum <= sum_4_0;
    end
  end

  // registers of TernaryRow.build: accumulator_0
  always @(posedge clk) begin
    if (accumulate & (token == 2'd0)) begin
      accumulator_0 <= accumulator_next;
    end
  end

  // registers of TernaryRow.build: accumulator_1
  always @(posedge clk) begin
    if (accumulate & (token == 2'd1)) begin
      accumulator_1 <= accumulator_next;
    end
  end

  // registers of TernaryRow.build: accumulator_2
  always @(posedge clk) begin
    if (accumulate & (token == 2'd2)) begin
      accumulator_2 <= accumulator_next;
    end
  end

  // registers of TernaryRow.build: accumulator_3
  always @(posedge clk) begin
    if (accumulate & (token == 2'd3)) begin
      accumulator_3 <= accumulator_next;
    end
  end
endmodule

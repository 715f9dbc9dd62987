// Puts the accumulators of one token and one group of 4 rows on the output port.
module OutputSelector_16_4 (
  input  wire valid,
  input  wire [1:0] group,
  input  wire signed [31:0] result_0,
  input  wire signed [31:0] result_1,
  input  wire signed [31:0] result_2,
  input  wire signed [31:0] result_3,
  input  wire signed [31:0] result_4,
  input  wire signed [31:0] result_5,
  input  wire signed [31:0] result_6,
  input  wire signed [31:0] result_7,
  input  wire signed [31:0] result_8,
  input  wire signed [31:0] result_9,
  input  wire signed [31:0] result_10,
  input  wire signed [31:0] result_11,
  input  wire signed [31:0] result_12,
  input  wire signed [31:0] result_13,
  input  wire signed [31:0] result_14,
  input  wire signed [31:0] result_15,
  output wire [127:0] data
);

  wire signed [31:0] lane_0;
  wire signed [31:0] lane_1;
  wire signed [31:0] lane_2;
  wire signed [31:0] lane_3;

  assign data = {lane_3, lane_2, lane_1, lane_0};
  assign lane_0 = valid ? (group[1] ? (group[0] ? result_12 : result_8) : group[0] ? result_4 : result_0) : 32'sd0;
  assign lane_1 = valid ? (group[1] ? (group[0] ? result_13 : result_9) : group[0] ? result_5 : result_1) : 32'sd0;
  assign lane_2 = valid ? (group[1] ? (group[0] ? result_14 : result_10) : group[0] ? result_6 : result_2) : 32'sd0;
  assign lane_3 = valid ? (group[1] ? (group[0] ? result_15 : result_11) : group[0] ? result_7 : result_3) : 32'sd0;
endmodule

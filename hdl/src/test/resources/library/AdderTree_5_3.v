// AdderTree[addends=5, width=3]
module AdderTree_5_3 (
  input  wire clk,
  input  wire rst,
  input  wire [14:0] x,
  output wire signed [5:0] sum
);

  reg  signed [3:0] level_0_0;
  reg  signed [3:0] level_0_1;
  reg  signed [3:0] level_0_2;
  reg  signed [4:0] level_1_0;
  reg  signed [4:0] level_1_1;
  reg  signed [5:0] level_2_0;

  assign sum = level_2_0;

  // registers of AdderTree.build: level_0_0, level_0_1, level_0_2, level_1_0, level_1_1, level_2_0
  always @(posedge clk) begin
    level_0_0 <= {{1{x[2]}}, x[2:0]} + {{1{x[5]}}, x[5:3]};
    level_0_1 <= {{1{x[8]}}, x[8:6]} + {{1{x[11]}}, x[11:9]};
    level_0_2 <= {{1{x[14]}}, x[14:12]};
    level_1_0 <= {{1{level_0_0[3]}}, level_0_0} + {{1{level_0_1[3]}}, level_0_1};
    level_1_1 <= {{1{level_0_2[3]}}, level_0_2};
    level_2_0 <= {{1{level_1_0[4]}}, level_1_0} + {{1{level_1_1[4]}}, level_1_1};
  end

  // bits that nothing here reads
  wire unused = &{1'b0, rst};
endmodule

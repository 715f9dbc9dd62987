// Synchroniser[stages=2]
module Synchroniser_2 (
  input  wire clk,
  input  wire rst,
  input  wire in,
  output wire out
);

  (* async_reg = "true" *) reg  stage_0;
  reg  stage_1;

  assign out = stage_1;

  // registers of Synchroniser.build: stage_0, stage_1
  always @(posedge clk) begin
    stage_0 <= in;
    stage_1 <= stage_0;
  end

  // bits that nothing here reads
  wire unused = &{1'b0, rst};
endmodule

// SkidBuffer[width=4]
module SkidBuffer_4 (
  input  wire clk,
  input  wire rst,
  input  wire in_valid,
  input  wire [3:0] in_data,
  output wire in_ready,
  output wire out_valid,
  output wire [3:0] out_data,
  input  wire out_ready
);

  reg  shown;
  reg  [3:0] first;
  reg  behind;
  reg  [3:0] second;
  wire moves;

  assign in_ready = ~behind;
  assign out_valid = shown;
  assign out_data = first;
  assign moves = out_ready | (~shown);

  // registers of SkidBuffer.describe: shown, behind
  always @(posedge clk) begin
    if (rst) begin
      shown <= 1'b0;
      behind <= 1'b0;
    end else if (moves) begin
      shown <= behind | in_valid;
      behind <= 1'b0;
    end else if (in_valid & (~behind)) begin
      behind <= 1'b1;
    end
  end

  // registers of SkidBuffer.describe: first, second
  always @(posedge clk) begin
    if (moves) begin
      if (behind) begin
        first <= second;
      end else begin
        first <= in_data;
      end
    end else if (in_valid & (~behind)) begin
      second <= in_data;
    end
  end
endmodule

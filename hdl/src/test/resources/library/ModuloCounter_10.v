// ModuloCounter[modulo=10]
module ModuloCounter_10 (
  input  wire clk,
  input  wire rst,
  input  wire enable,
  input  wire clear,
  output wire [3:0] count,
  output wire last
);

  reg  [3:0] value;
  wire at_end;

  assign count = value;
  assign last = at_end & enable;
  assign at_end = value == 4'd9;

  // registers of ModuloCounter.describe: value
  always @(posedge clk) begin
    if (rst) begin
      value <= 4'd0;
    end else if (clear) begin
      value <= 4'd0;
    end else if (enable) begin
      if (at_end) begin
        value <= 4'd0;
      end else begin
        value <= value + 4'd1;
      end
    end
  end
endmodule

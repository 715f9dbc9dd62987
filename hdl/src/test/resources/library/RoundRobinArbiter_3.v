// RoundRobinArbiter[requesters=3]
module RoundRobinArbiter_3 (
  input  wire clk,
  input  wire rst,
  input  wire [2:0] request,
  input  wire accept,
  output wire [2:0] grant
);

  reg  [1:0] first;
  wire [2:0] from_first;
  wire [2:0] granted;

  assign grant = granted;
  assign from_first = {request[2] & (first <= 2'd2), request[1] & (first <= 2'd1), request[0] & (first <= 2'd0)};
  assign granted = (|from_first) ? {from_first[2] & (~(|from_first[1:0])), from_first[1] & (~from_first[0]), from_first[0]} : {request[2] & (~(|request[1:0])), request[1] & (~request[0]), request[0]};

  // registers of RoundRobinArbiter.describe: first
  always @(posedge clk) begin
    if (rst) begin
      first <= 2'd0;
    end else if (accept & granted[2]) begin
      first <= 2'd0;
    end else if (accept & granted[1]) begin
      first <= 2'd2;
    end else if (accept & granted[0]) begin
      first <= 2'd1;
    end
  end
endmodule

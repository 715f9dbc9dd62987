// One processing element: +x, -x or 0 by a ternary weight, code = weight + 1.
module SelectAdd_8 (
  input  wire signed [7:0] activation,
  input  wire [1:0] code,
  output wire signed [8:0] addend
);

  assign addend = (code == 2'd2) ? {{1{activation[7]}}, activation} : (code == 2'd0) ? (-{{1{activation[7]}}, activation}) : 9'sd0;
endmodule

// Gathers the beats of a weight word, lowest bits first. The word is complete with its last beat.
module WeightGatherer_16_32_128 (
  input  wire clk,
  input  wire rst,
  input  wire passes,
  input  wire [127:0] beat,
  output wire complete,
  output wire [31:0] weights_0,
  output wire [31:0] weights_1,
  output wire [31:0] weights_2,
  output wire [31:0] weights_3,
  output wire [31:0] weights_4,
  output wire [31:0] weights_5,
  output wire [31:0] weights_6,
  output wire [31:0] weights_7,
  output wire [31:0] weights_8,
  output wire [31:0] weights_9,
  output wire [31:0] weights_10,
  output wire [31:0] weights_11,
  output wire [31:0] weights_12,
  output wire [31:0] weights_13,
  output wire [31:0] weights_14,
  output wire [31:0] weights_15
);

  reg  [127:0] held_0;
  reg  [127:0] held_1;
  reg  [127:0] held_2;
  reg  [1:0] count;
  wire last;

  assign complete = passes & last;
  assign weights_0 = held_0[31:0];
  assign weights_1 = held_0[63:32];
  assign weights_2 = held_0[95:64];
  assign weights_3 = held_0[127:96];
  assign weights_4 = held_1[31:0];
  assign weights_5 = held_1[63:32];
  assign weights_6 = held_1[95:64];
  assign weights_7 = held_1[127:96];
  assign weights_8 = held_2[31:0];
  assign weights_9 = held_2[63:32];
  assign weights_10 = held_2[95:64];
  assign weights_11 = held_2[127:96];
  assign weights_12 = beat[31:0];
  assign weights_13 = beat[63:32];
  assign weights_14 = beat[95:64];
  assign weights_15 = beat[127:96];
  assign last = count == 2'd3;

  // registers of WeightGatherer.build: held_0, held_1, held_2
  always @(posedge clk) begin
    if (passes) begin
      held_0 <= held_1;
      held_1 <= held_2;
      held_2 <= beat;
    end
  end

  // registers of WeightGatherer.isLast: count
  always @(posedge clk) begin
    if (rst) begin
      count <= 2'd0;
    end else if (passes) begin
      if (last) begin
        count <= 2'd0;
      end else begin
        count <= count + 2'd1;
      end
    end
  end
endmodule

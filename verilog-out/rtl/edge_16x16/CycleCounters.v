// One counter for all busy cycles and one for each cause. They change at the end of the cycle that they count.
module CycleCounters (
  input  wire clk,
  input  wire rst,
  input  wire clear,
  input  wire [2:0] cause,
  output wire [31:0] count_total,
  output wire [31:0] count_compute,
  output wire [31:0] count_fill,
  output wire [31:0] count_drain,
  output wire [31:0] count_weight_wait,
  output wire [31:0] count_activation_wait,
  output wire [31:0] count_output_backpressure
);

  reg  [31:0] total;
  reg  [31:0] compute;
  reg  [31:0] fill;
  reg  [31:0] drain;
  reg  [31:0] weight_wait;
  reg  [31:0] activation_wait;
  reg  [31:0] output_backpressure;
  wire cause_in_range;
  wire a_busy_cycle_counts_once;

  assign count_total = total;
  assign count_compute = compute;
  assign count_fill = fill;
  assign count_drain = drain;
  assign count_weight_wait = weight_wait;
  assign count_activation_wait = activation_wait;
  assign count_output_backpressure = output_backpressure;
  assign cause_in_range = cause <= 3'd6;
  assign a_busy_cycle_counts_once = ((((({2'd0, cause == 3'd1} + {2'd0, cause == 3'd2}) + {2'd0, cause == 3'd3}) + {2'd0, cause == 3'd4}) + {2'd0, cause == 3'd5}) + {2'd0, cause == 3'd6}) == {2'd0, cause != 3'd0};

  // registers of CycleCounters.counter: total, compute, fill, drain, weight_wait, activation_wait, output_backpressure
  always @(posedge clk) begin
    if (rst) begin
      total <= 32'd0;
      compute <= 32'd0;
      fill <= 32'd0;
      drain <= 32'd0;
      weight_wait <= 32'd0;
      activation_wait <= 32'd0;
      output_backpressure <= 32'd0;
    end else if (clear) begin
      total <= 32'd0;
      compute <= 32'd0;
      fill <= 32'd0;
      drain <= 32'd0;
      weight_wait <= 32'd0;
      activation_wait <= 32'd0;
      output_backpressure <= 32'd0;
    end else begin
      if (cause != 3'd0) begin
        total <= total + 32'd1;
      end
      if (cause == 3'd1) begin
        compute <= compute + 32'd1;
      end
      if (cause == 3'd2) begin
        fill <= fill + 32'd1;
      end
      if (cause == 3'd3) begin
        drain <= drain + 32'd1;
      end
      if (cause == 3'd4) begin
        weight_wait <= weight_wait + 32'd1;
      end
      if (cause == 3'd5) begin
        activation_wait <= activation_wait + 32'd1;
      end
      if (cause == 3'd6) begin
        output_backpressure <= output_backpressure + 32'd1;
      end
    end
  end

  // bits that nothing here reads
  wire unused = &{1'b0, cause_in_range, a_busy_cycle_counts_once};

`ifdef FORMAL
  always @* if (!rst) assume (cause_in_range);
  always @* if (!rst) assert (a_busy_cycle_counts_once);
`endif
endmodule

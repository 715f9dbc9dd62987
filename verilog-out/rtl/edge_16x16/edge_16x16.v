// Accelerator edge-16x16: 16 rows by 16 lanes, 4 tokens to a weight word.
module edge_16x16 (
  input  wire clk,
  input  wire rst,
  input  wire start,
  input  wire [15:0] cfg_tokens,
  input  wire [23:0] cfg_inputs,
  input  wire [23:0] cfg_outputs,
  input  wire act_valid,
  input  wire [127:0] act_data,
  output wire act_ready,
  input  wire weight_valid,
  input  wire [127:0] weight_data,
  output wire weight_ready,
  output wire out_valid,
  output wire [127:0] out_data,
  input  wire out_ready,
  output wire busy,
  output wire done,
  output wire [2:0] cause,
  output wire [31:0] count_total,
  output wire [31:0] count_compute,
  output wire [31:0] count_fill,
  output wire [31:0] count_drain,
  output wire [31:0] count_weight_wait,
  output wire [31:0] count_activation_wait,
  output wire [31:0] count_output_backpressure
);

  wire begins;
  wire tokens_in_range;
  wire inputs_in_range;
  wire outputs_in_range;
  wire controller_begin_linear;
  wire controller_act_ready;
  wire controller_load;
  wire controller_issue;
  wire controller_first;
  wire controller_pop;
  wire [1:0] controller_token;
  wire [8:0] controller_k;
  wire [1:0] controller_group;
  wire controller_out_valid;
  wire controller_busy;
  wire controller_done;
  wire [2:0] controller_cause;
  wire gatherer_complete;
  wire [31:0] gatherer_weights_0;
  wire [31:0] gatherer_weights_1;
  wire [31:0] gatherer_weights_2;
  wire [31:0] gatherer_weights_3;
  wire [31:0] gatherer_weights_4;
  wire [31:0] gatherer_weights_5;
  wire [31:0] gatherer_weights_6;
  wire [31:0] gatherer_weights_7;
  wire [31:0] gatherer_weights_8;
  wire [31:0] gatherer_weights_9;
  wire [31:0] gatherer_weights_10;
  wire [31:0] gatherer_weights_11;
  wire [31:0] gatherer_weights_12;
  wire [31:0] gatherer_weights_13;
  wire [31:0] gatherer_weights_14;
  wire [31:0] gatherer_weights_15;
  wire fifo_has_room;
  wire fifo_has_word;
  wire [31:0] fifo_head_0;
  wire [31:0] fifo_head_1;
  wire [31:0] fifo_head_2;
  wire [31:0] fifo_head_3;
  wire [31:0] fifo_head_4;
  wire [31:0] fifo_head_5;
  wire [31:0] fifo_head_6;
  wire [31:0] fifo_head_7;
  wire [31:0] fifo_head_8;
  wire [31:0] fifo_head_9;
  wire [31:0] fifo_head_10;
  wire [31:0] fifo_head_11;
  wire [31:0] fifo_head_12;
  wire [31:0] fifo_head_13;
  wire [31:0] fifo_head_14;
  wire [31:0] fifo_head_15;
  wire signed [7:0] buffer_activation_0;
  wire signed [7:0] buffer_activation_1;
  wire signed [7:0] buffer_activation_2;
  wire signed [7:0] buffer_activation_3;
  wire signed [7:0] buffer_activation_4;
  wire signed [7:0] buffer_activation_5;
  wire signed [7:0] buffer_activation_6;
  wire signed [7:0] buffer_activation_7;
  wire signed [7:0] buffer_activation_8;
  wire signed [7:0] buffer_activation_9;
  wire signed [7:0] buffer_activation_10;
  wire signed [7:0] buffer_activation_11;
  wire signed [7:0] buffer_activation_12;
  wire signed [7:0] buffer_activation_13;
  wire signed [7:0] buffer_activation_14;
  wire signed [7:0] buffer_activation_15;
  wire signed [31:0] array_result_0;
  wire signed [31:0] array_result_1;
  wire signed [31:0] array_result_2;
  wire signed [31:0] array_result_3;
  wire signed [31:0] array_result_4;
  wire signed [31:0] array_result_5;
  wire signed [31:0] array_result_6;
  wire signed [31:0] array_result_7;
  wire signed [31:0] array_result_8;
  wire signed [31:0] array_result_9;
  wire signed [31:0] array_result_10;
  wire signed [31:0] array_result_11;
  wire signed [31:0] array_result_12;
  wire signed [31:0] array_result_13;
  wire signed [31:0] array_result_14;
  wire signed [31:0] array_result_15;
  wire [127:0] selector_data;
  wire [31:0] counters_count_total;
  wire [31:0] counters_count_compute;
  wire [31:0] counters_count_fill;
  wire [31:0] counters_count_drain;
  wire [31:0] counters_count_weight_wait;
  wire [31:0] counters_count_activation_wait;
  wire [31:0] counters_count_output_backpressure;
  wire gatherer_passes;

  assign act_ready = controller_act_ready;
  assign weight_ready = fifo_has_room;
  assign out_valid = controller_out_valid;
  assign out_data = selector_data;
  assign busy = controller_busy;
  assign done = controller_done;
  assign cause = controller_cause;
  assign count_total = counters_count_total;
  assign count_compute = counters_count_compute;
  assign count_fill = counters_count_fill;
  assign count_drain = counters_count_drain;
  assign count_weight_wait = counters_count_weight_wait;
  assign count_activation_wait = counters_count_activation_wait;
  assign count_output_backpressure = counters_count_output_backpressure;
  assign begins = start & (~busy);
  assign tokens_in_range = begins ? (cfg_tokens != 16'd0) : 1'b1;
  assign inputs_in_range = begins ? ((cfg_inputs != 24'd0) & (cfg_inputs <= 24'd8192)) : 1'b1;
  assign outputs_in_range = begins ? (cfg_outputs != 24'd0) : 1'b1;
  assign gatherer_passes = weight_valid & weight_ready;

  Controller_16_16_4_512_4 controller (
    .clk(clk),
    .rst(rst),
    .start(start),
    .cfg_tokens(cfg_tokens),
    .cfg_inputs(cfg_inputs),
    .cfg_outputs(cfg_outputs),
    .act_valid(act_valid),
    .has_word(fifo_has_word),
    .out_ready(out_ready),
    .begin_linear(controller_begin_linear),
    .act_ready(controller_act_ready),
    .load(controller_load),
    .issue(controller_issue),
    .first(controller_first),
    .pop(controller_pop),
    .token(controller_token),
    .k(controller_k),
    .group(controller_group),
    .out_valid(controller_out_valid),
    .busy(controller_busy),
    .done(controller_done),
    .cause(controller_cause)
  );

  WeightGatherer_16_32_128 gatherer (
    .clk(clk),
    .rst(rst),
    .passes(gatherer_passes),
    .beat(weight_data),
    .complete(gatherer_complete),
    .weights_0(gatherer_weights_0),
    .weights_1(gatherer_weights_1),
    .weights_2(gatherer_weights_2),
    .weights_3(gatherer_weights_3),
    .weights_4(gatherer_weights_4),
    .weights_5(gatherer_weights_5),
    .weights_6(gatherer_weights_6),
    .weights_7(gatherer_weights_7),
    .weights_8(gatherer_weights_8),
    .weights_9(gatherer_weights_9),
    .weights_10(gatherer_weights_10),
    .weights_11(gatherer_weights_11),
    .weights_12(gatherer_weights_12),
    .weights_13(gatherer_weights_13),
    .weights_14(gatherer_weights_14),
    .weights_15(gatherer_weights_15)
  );

  WeightFifo_16_32_4 fifo (
    .clk(clk),
    .rst(rst),
    .push(gatherer_complete),
    .entering_0(gatherer_weights_0),
    .entering_1(gatherer_weights_1),
    .entering_2(gatherer_weights_2),
    .entering_3(gatherer_weights_3),
    .entering_4(gatherer_weights_4),
    .entering_5(gatherer_weights_5),
    .entering_6(gatherer_weights_6),
    .entering_7(gatherer_weights_7),
    .entering_8(gatherer_weights_8),
    .entering_9(gatherer_weights_9),
    .entering_10(gatherer_weights_10),
    .entering_11(gatherer_weights_11),
    .entering_12(gatherer_weights_12),
    .entering_13(gatherer_weights_13),
    .entering_14(gatherer_weights_14),
    .entering_15(gatherer_weights_15),
    .pop(controller_pop),
    .has_room(fifo_has_room),
    .has_word(fifo_has_word),
    .head_0(fifo_head_0),
    .head_1(fifo_head_1),
    .head_2(fifo_head_2),
    .head_3(fifo_head_3),
    .head_4(fifo_head_4),
    .head_5(fifo_head_5),
    .head_6(fifo_head_6),
    .head_7(fifo_head_7),
    .head_8(fifo_head_8),
    .head_9(fifo_head_9),
    .head_10(fifo_head_10),
    .head_11(fifo_head_11),
    .head_12(fifo_head_12),
    .head_13(fifo_head_13),
    .head_14(fifo_head_14),
    .head_15(fifo_head_15)
  );

  ActivationBuffer_4_512_16 buffer (
    .clk(clk),
    .write(controller_load),
    .read(controller_issue),
    .token(controller_token),
    .k(controller_k),
    .word(act_data),
    .activation_0(buffer_activation_0),
    .activation_1(buffer_activation_1),
    .activation_2(buffer_activation_2),
    .activation_3(buffer_activation_3),
    .activation_4(buffer_activation_4),
    .activation_5(buffer_activation_5),
    .activation_6(buffer_activation_6),
    .activation_7(buffer_activation_7),
    .activation_8(buffer_activation_8),
    .activation_9(buffer_activation_9),
    .activation_10(buffer_activation_10),
    .activation_11(buffer_activation_11),
    .activation_12(buffer_activation_12),
    .activation_13(buffer_activation_13),
    .activation_14(buffer_activation_14),
    .activation_15(buffer_activation_15)
  );

  TernaryArray_16_16_4 array (
    .clk(clk),
    .rst(rst),
    .issue(controller_issue),
    .first(controller_first),
    .token(controller_token),
    .weights_0(fifo_head_0),
    .weights_1(fifo_head_1),
    .weights_2(fifo_head_2),
    .weights_3(fifo_head_3),
    .weights_4(fifo_head_4),
    .weights_5(fifo_head_5),
    .weights_6(fifo_head_6),
    .weights_7(fifo_head_7),
    .weights_8(fifo_head_8),
    .weights_9(fifo_head_9),
    .weights_10(fifo_head_10),
    .weights_11(fifo_head_11),
    .weights_12(fifo_head_12),
    .weights_13(fifo_head_13),
    .weights_14(fifo_head_14),
    .weights_15(fifo_head_15),
    .activation_0(buffer_activation_0),
    .activation_1(buffer_activation_1),
    .activation_2(buffer_activation_2),
    .activation_3(buffer_activation_3),
    .activation_4(buffer_activation_4),
    .activation_5(buffer_activation_5),
    .activation_6(buffer_activation_6),
    .activation_7(buffer_activation_7),
    .activation_8(buffer_activation_8),
    .activation_9(buffer_activation_9),
    .activation_10(buffer_activation_10),
    .activation_11(buffer_activation_11),
    .activation_12(buffer_activation_12),
    .activation_13(buffer_activation_13),
    .activation_14(buffer_activation_14),
    .activation_15(buffer_activation_15),
    .result_token(controller_token),
    .result_0(array_result_0),
    .result_1(array_result_1),
    .result_2(array_result_2),
    .result_3(array_result_3),
    .result_4(array_result_4),
    .result_5(array_result_5),
    .result_6(array_result_6),
    .result_7(array_result_7),
    .result_8(array_result_8),
    .result_9(array_result_9),
    .result_10(array_result_10),
    .result_11(array_result_11),
    .result_12(array_result_12),
    .result_13(array_result_13),
    .result_14(array_result_14),
    .result_15(array_result_15)
  );

  OutputSelector_16_4 selector (
    .valid(controller_out_valid),
    .group(controller_group),
    .result_0(array_result_0),
    .result_1(array_result_1),
    .result_2(array_result_2),
    .result_3(array_result_3),
    .result_4(array_result_4),
    .result_5(array_result_5),
    .result_6(array_result_6),
    .result_7(array_result_7),
    .result_8(array_result_8),
    .result_9(array_result_9),
    .result_10(array_result_10),
    .result_11(array_result_11),
    .result_12(array_result_12),
    .result_13(array_result_13),
    .result_14(array_result_14),
    .result_15(array_result_15),
    .data(selector_data)
  );

  CycleCounters counters (
    .clk(clk),
    .rst(rst),
    .clear(controller_begin_linear),
    .cause(controller_cause),
    .count_total(counters_count_total),
    .count_compute(counters_count_compute),
    .count_fill(counters_count_fill),
    .count_drain(counters_count_drain),
    .count_weight_wait(counters_count_weight_wait),
    .count_activation_wait(counters_count_activation_wait),
    .count_output_backpressure(counters_count_output_backpressure)
  );

  // bits that nothing here reads
  wire unused = &{1'b0, tokens_in_range, inputs_in_range, outputs_in_range};

`ifdef FORMAL
  always @* if (!rst) assume (tokens_in_range);
  always @* if (!rst) assume (inputs_in_range);
  always @* if (!rst) assume (outputs_in_range);
`endif
endmodule

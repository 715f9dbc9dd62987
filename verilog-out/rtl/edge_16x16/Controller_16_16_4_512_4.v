// Walks a linear: token tiles, output tiles, words, tokens, result groups.
module Controller_16_16_4_512_4 (
  input  wire clk,
  input  wire rst,
  input  wire start,
  input  wire [15:0] cfg_tokens,
  input  wire [23:0] cfg_inputs,
  input  wire [23:0] cfg_outputs,
  input  wire act_valid,
  input  wire has_word,
  input  wire out_ready,
  output wire begin_linear,
  output wire act_ready,
  output wire load,
  output wire issue,
  output wire first,
  output wire pop,
  output wire [1:0] token,
  output wire [8:0] k,
  output wire [1:0] group,
  output wire out_valid,
  output wire busy,
  output wire done,
  output wire [2:0] cause
);

  reg  [2:0] state;
  reg  [23:0] inputs;
  reg  [23:0] outputs;
  reg  [15:0] tokens_left;
  reg  [23:0] inputs_left;
  reg  [23:0] outputs_left;
  reg  [23:0] rows_left;
  reg  [8:0] word_index;
  reg  [1:0] token_index;
  reg  [1:0] group_index;
  reg  flushed;
  wire last_word;
  wire last_token;
  wire last_group;
  wire starts;
  wire loads;
  wire issues;
  wire sends;
  reg  finished;
  wire tokens_in_range;
  wire inputs_in_range;
  wire outputs_in_range;
  wire word_index_rests;
  wire token_index_rests;
  wire group_index_rests;
  wire flush_rests;
  wire state_in_range;
  wire token_is_left;
  wire inputs_are_left;
  wire outputs_are_left;
  wire inputs_fit;
  wire inputs_in_words;
  wire rows_are_left;
  wire rows_in_groups;
  wire no_group_yet;
  wire words_are_done;
  wire tokens_are_done;
  wire flush_is_over;
  wire done_at_rest;
  wire [2:0] state_t0;
  wire [2:0] state_t1;
  wire [2:0] state_t2;

  assign begin_linear = starts;
  assign act_ready = state == 3'd1;
  assign load = loads;
  assign issue = issues;
  assign first = word_index == 9'd0;
  assign pop = issues & last_token;
  assign token = token_index;
  assign k = word_index;
  assign group = group_index;
  assign out_valid = state == 3'd4;
  assign busy = ~(state == 3'd0);
  assign done = finished;
  assign cause = (state == 3'd0) ? 3'd0 : (state == 3'd1) ? (loads ? 3'd2 : 3'd5) : (state == 3'd2) ? (issues ? 3'd1 : 3'd4) : (state == 3'd3) ? 3'd3 : sends ? 3'd3 : 3'd6;
  assign last_word = inputs_left <= 24'd16;
  assign last_token = (token_index == 2'd3) | ({14'd0, token_index} == (tokens_left - 16'd1));
  assign last_group = (rows_left <= 24'd4) | (group_index == 2'd3);
  assign starts = (state == 3'd0) & start;
  assign loads = (state == 3'd1) & act_valid;
  assign issues = (state == 3'd2) & has_word;
  assign sends = (state == 3'd4) & out_ready;
  assign tokens_in_range = starts ? (cfg_tokens != 16'd0) : 1'b1;
  assign inputs_in_range = starts ? ((cfg_inputs != 24'd0) & (cfg_inputs <= 24'd8192)) : 1'b1;
  assign outputs_in_range = starts ? (cfg_outputs != 24'd0) : 1'b1;
  assign word_index_rests = (state == 3'd0) ? (word_index == 9'd0) : 1'b1;
  assign token_index_rests = (state == 3'd0) ? (token_index == 2'd0) : 1'b1;
  assign group_index_rests = (state == 3'd0) ? (group_index == 2'd0) : 1'b1;
  assign flush_rests = (state == 3'd0) ? (~flushed) : 1'b1;
  assign state_in_range = (~(state == 3'd0)) ? (state <= 3'd4) : 1'b1;
  assign token_is_left = (~(state == 3'd0)) ? ({14'd0, token_index} < tokens_left) : 1'b1;
  assign inputs_are_left = (~(state == 3'd0)) ? ((inputs_left != 24'd0) & (inputs_left <= inputs)) : 1'b1;
  assign outputs_are_left = (~(state == 3'd0)) ? ((outputs_left != 24'd0) & (outputs_left <= outputs)) : 1'b1;
  assign inputs_fit = (~(state == 3'd0)) ? (inputs <= 24'd8192) : 1'b1;
  assign inputs_in_words = (~(state == 3'd0)) ? (({1'b0, inputs_left} + {11'd0, {5'd0, word_index} * 14'd16}) == {1'b0, inputs}) : 1'b1;
  assign rows_are_left = ((~(state == 3'd0)) & (state == 3'd4)) ? (rows_left != 24'd0) : 1'b1;
  assign rows_in_groups = ((~(state == 3'd0)) & (state == 3'd4)) ? (({1'b0, rows_left} + {20'd0, {3'd0, group_index} * 5'd4}) == {1'b0, outputs_left}) : 1'b1;
  assign no_group_yet = ((~(state == 3'd0)) & (~(state == 3'd4))) ? (group_index == 2'd0) : 1'b1;
  assign words_are_done = ((~(state == 3'd0)) & ((state == 3'd3) | (state == 3'd4))) ? (word_index == 9'd0) : 1'b1;
  assign tokens_are_done = ((~(state == 3'd0)) & (state == 3'd3)) ? (token_index == 2'd0) : 1'b1;
  assign flush_is_over = ((~(state == 3'd0)) & (~(state == 3'd3))) ? (~flushed) : 1'b1;
  assign done_at_rest = (~finished) | (state == 3'd0);
  assign state_t0 = starts ? 3'd1 : loads ? (last_word ? (last_token ? 3'd2 : starts ? 3'd1 : state) : starts ? 3'd1 : state) : state;
  assign state_t1 = flushed ? 3'd4 : starts ? 3'd1 : loads ? (last_word ? (last_token ? 3'd2 : starts ? 3'd1 : state) : starts ? 3'd1 : state) : issues ? (last_token ? (last_word ? 3'd3 : state_t0) : state_t0) : state;
  assign state_t2 = starts ? 3'd1 : loads ? (last_word ? (last_token ? 3'd2 : starts ? 3'd1 : state) : starts ? 3'd1 : state) : issues ? (last_token ? (last_word ? 3'd3 : state_t0) : state_t0) : (state == 3'd3) ? state_t1 : state;

  // registers of Walk.<init>: state, inputs, outputs, tokens_left, inputs_left, outputs_left, rows_left, word_index, token_index, group_index, flushed
  always @(posedge clk) begin
    if (rst) begin
      state <= 3'd0;
      inputs <= 24'd0;
      outputs <= 24'd0;
      tokens_left <= 16'd0;
      inputs_left <= 24'd0;
      outputs_left <= 24'd0;
      rows_left <= 24'd0;
      word_index <= 9'd0;
      token_index <= 2'd0;
      group_index <= 2'd0;
      flushed <= 1'b0;
    end else if (starts) begin
      state <= 3'd1;
      inputs <= cfg_inputs;
      outputs <= cfg_outputs;
      tokens_left <= cfg_tokens;
      inputs_left <= cfg_inputs;
      outputs_left <= cfg_outputs;
    end else if (loads) begin
      if (last_word) begin
        if (last_token) begin
          state <= 3'd2;
          token_index <= 2'd0;
        end else begin
          if (starts) begin
            state <= 3'd1;
          end
          token_index <= token_index + 2'd1;
        end
        inputs_left <= inputs;
        word_index <= 9'd0;
      end else begin
        if (starts) begin
          state <= 3'd1;
        end
        inputs_left <= inputs_left - 24'd16;
        word_index <= word_index + 9'd1;
      end
    end else if (issues) begin
      if (last_token) begin
        if (last_word) begin
          state <= 3'd3;
          inputs_left <= inputs;
          word_index <= 9'd0;
        end else begin
          state <= state_t0;
          inputs_left <= inputs_left - 24'd16;
          word_index <= word_index + 9'd1;
        end
        token_index <= 2'd0;
      end else begin
        state <= state_t0;
        if (starts) begin
          inputs_left <= cfg_inputs;
        end else if (loads) begin
          if (last_word) begin
            inputs_left <= inputs;
            word_index <= 9'd0;
          end else begin
            inputs_left <= inputs_left - 24'd16;
            word_index <= word_index + 9'd1;
          end
        end
        token_index <= token_index + 2'd1;
      end
    end else if (state == 3'd3) begin
      state <= state_t1;
      rows_left <= outputs_left;
      flushed <= ~flushed;
    end else if (sends) begin
      if (last_group) begin
        if (last_token) begin
          if (~(outputs_left <= 24'd16)) begin
            state <= 3'd2;
            if (starts) begin
              tokens_left <= cfg_tokens;
            end
            outputs_left <= outputs_left - 24'd16;
          end else if (~(tokens_left <= 16'd4)) begin
            state <= 3'd1;
            tokens_left <= tokens_left - 16'd4;
            outputs_left <= outputs;
          end else begin
            state <= 3'd0;
            if (starts) begin
              tokens_left <= cfg_tokens;
              outputs_left <= cfg_outputs;
            end
          end
          token_index <= 2'd0;
        end else begin
          state <= state_t2;
          if (starts) begin
            tokens_left <= cfg_tokens;
            outputs_left <= cfg_outputs;
          end
          token_index <= token_index + 2'd1;
        end
        rows_left <= outputs_left;
        group_index <= 2'd0;
      end else begin
        state <= state_t2;
        if (starts) begin
          tokens_left <= cfg_tokens;
          outputs_left <= cfg_outputs;
        end else if (loads) begin
          if (last_word) begin
            if (last_token) begin
              token_index <= 2'd0;
            end else begin
              token_index <= token_index + 2'd1;
            end
          end
        end else if (issues) begin
          if (last_token) begin
            token_index <= 2'd0;
          end else begin
            token_index <= token_index + 2'd1;
          end
        end
        rows_left <= rows_left - 24'd4;
        group_index <= group_index + 2'd1;
      end
    end
  end

  // registers of Walk.build: finished
  always @(posedge clk) begin
    if (rst) begin
      finished <= 1'b0;
    end else if (starts) begin
      finished <= 1'b0;
    end else if (loads) begin
      finished <= 1'b0;
    end else if (issues) begin
      finished <= 1'b0;
    end else if (state == 3'd3) begin
      finished <= 1'b0;
    end else if (sends) begin
      if (last_group) begin
        if (last_token) begin
          if (~(outputs_left <= 24'd16)) begin
            finished <= 1'b0;
          end else if (~(tokens_left <= 16'd4)) begin
            finished <= 1'b0;
          end else begin
            finished <= 1'b1;
          end
        end else begin
          finished <= 1'b0;
        end
      end else begin
        finished <= 1'b0;
      end
    end else begin
      finished <= 1'b0;
    end
  end

  // bits that nothing here reads
  wire unused = &{1'b0, tokens_in_range, inputs_in_range, outputs_in_range, word_index_rests, token_index_rests, group_index_rests, flush_rests, state_in_range, token_is_left, inputs_are_left, outputs_are_left, inputs_fit, inputs_in_words, rows_are_left, rows_in_groups, no_group_yet, words_are_done, tokens_are_done, flush_is_over, done_at_rest};

`ifdef FORMAL
  always @* if (!rst) assume (tokens_in_range);
  always @* if (!rst) assume (inputs_in_range);
  always @* if (!rst) assume (outputs_in_range);
  always @* if (!rst) assert (word_index_rests);
  always @* if (!rst) assert (token_index_rests);
  always @* if (!rst) assert (group_index_rests);
  always @* if (!rst) assert (flush_rests);
  always @* if (!rst) assert (state_in_range);
  always @* if (!rst) assert (token_is_left);
  always @* if (!rst) assert (inputs_are_left);
  always @* if (!rst) assert (outputs_are_left);
  always @* if (!rst) assert (inputs_fit);
  always @* if (!rst) assert (inputs_in_words);
  always @* if (!rst) assert (rows_are_left);
  always @* if (!rst) assert (rows_in_groups);
  always @* if (!rst) assert (no_group_yet);
  always @* if (!rst) assert (words_are_done);
  always @* if (!rst) assert (tokens_are_done);
  always @* if (!rst) assert (flush_is_over);
  always @* if (!rst) assert (done_at_rest);
`endif
endmodule

// A device for tb_golden.v that is written to be read: one weight word at a time, every product by
// itself, nothing overlapped. Not for synthesis. tb_golden.v describes ports and orders.
module example_dut #(
  parameter ROWS = 16,
  parameter LANES = 16,
  parameter TOKENS = 4,
  parameter WEIGHT_BITS = 128,
  parameter OUT_LANES = 4,
  parameter MAX_INPUTS = 32768
) (
  input  wire clk,
  input  wire rst,
  input  wire start,
  input  wire [15:0] cfg_tokens,
  input  wire [23:0] cfg_inputs,
  input  wire [23:0] cfg_outputs,
  input  wire act_valid,
  input  wire [8 * LANES - 1:0] act_data,
  output wire act_ready,
  input  wire weight_valid,
  input  wire [WEIGHT_BITS - 1:0] weight_data,
  output wire weight_ready,
  output wire out_valid,
  output reg  [32 * OUT_LANES - 1:0] out_data,
  input  wire out_ready
);
  localparam WORD_BITS = 2 * ROWS * LANES;
  localparam WORD_BEATS = WORD_BITS / WEIGHT_BITS;

  localparam [1:0] IDLE = 2'd0;
  localparam [1:0] LOAD = 2'd1;  // takes the activations of a token tile
  localparam [1:0] RUN = 2'd2;   // takes the weights of an output tile and accumulates
  localparam [1:0] SEND = 2'd3;  // gives the results of the output tile

  reg [1:0] state;
  reg [7:0] x [0:TOKENS * MAX_INPUTS - 1];
  reg [31:0] y [0:TOKENS * ROWS - 1];
  reg [7:0] activation;
  reg [31:0] extended;
  reg [WORD_BITS - 1:0] word;

  integer tokens;       // M
  integer k_words;      // ceil(K / LANES)
  integer outputs;      // N
  integer first_token;  // of the token tile
  integer first_row;    // of the output tile
  integer in_tile;      // tokens of the token tile
  integer token;
  integer k;
  integer beat;
  integer group;
  integer r;
  integer l;
  integer t;
  integer p;

  assign act_ready = state == LOAD;
  assign weight_ready = state == RUN;
  assign out_valid = state == SEND;

  // The results of the group, out from the next cycle on.
  task show_group;
    begin
      for (p = 0; p < OUT_LANES; p = p + 1)
        out_data[32 * p +: 32] <= y[token * ROWS + group * OUT_LANES + p];
    end
  endtask

  task begin_token_tile;
    begin
      in_tile = tokens - first_token < TOKENS ? tokens - first_token : TOKENS;
      token = 0;
      k = 0;
      state <= LOAD;
    end
  endtask

  task begin_output_tile;
    begin
      for (t = 0; t < TOKENS * ROWS; t = t + 1) y[t] = 32'd0;
      k = 0;
      beat = 0;
      state <= RUN;
    end
  endtask

  // y[t][r] += w * x[t][k], w = code - 1.
  task multiply_word;
    begin
      for (r = 0; r < ROWS; r = r + 1)
        for (l = 0; l < LANES; l = l + 1)
          for (t = 0; t < in_tile; t = t + 1) begin
            activation = x[t * MAX_INPUTS + k * LANES + l];
            extended = {{24{activation[7]}}, activation};
            case (word[2 * (r * LANES + l) +: 2])
              2'd0: y[t * ROWS + r] = y[t * ROWS + r] - extended;
              2'd2: y[t * ROWS + r] = y[t * ROWS + r] + extended;
              default: ;
            endcase
          end
    end
  endtask

  always @(posedge clk) begin
    if (rst) begin
      state <= IDLE;
      out_data <= {32 * OUT_LANES{1'b0}};
    end else begin
      case (state)
        IDLE:
          if (start) begin
            tokens = {16'd0, cfg_tokens};
            k_words = ({8'd0, cfg_inputs} + LANES - 1) / LANES;
            outputs = {8'd0, cfg_outputs};
            first_token = 0;
            begin_token_tile;
          end
        LOAD:
          if (act_valid) begin
            for (l = 0; l < LANES; l = l + 1) x[token * MAX_INPUTS + k * LANES + l] = act_data[8 * l +: 8];
            k = k + 1;
            if (k == k_words) begin
              k = 0;
              token = token + 1;
              if (token == in_tile) begin
                first_row = 0;
                begin_output_tile;
              end
            end
          end
        RUN:
          if (weight_valid) begin
            word[beat * WEIGHT_BITS +: WEIGHT_BITS] = weight_data;
            beat = beat + 1;
            if (beat == WORD_BEATS) begin
              beat = 0;
              multiply_word;
              k = k + 1;
              if (k == k_words) begin
                token = 0;
                group = 0;
                show_group;
                state <= SEND;
              end
            end
          end
        SEND:
          if (out_ready) begin
            group = group + 1;
            if (group * OUT_LANES >= ROWS || first_row + group * OUT_LANES >= outputs) begin
              group = 0;
              token = token + 1;
            end
            if (token < in_tile) begin
              show_group;
            end else begin
              out_data <= {32 * OUT_LANES{1'b0}};
              first_row = first_row + ROWS;
              if (first_row < outputs) begin
                begin_output_tile;
              end else begin
                first_token = first_token + TOKENS;
                if (first_token < tokens) begin_token_tile;
                else state <= IDLE;
              end
            end
          end
      endcase
    end
  end
endmodule

// Self-checking test bench for a ternary linear, with vectors of a real forward pass.
//
//   @NAME@ of @MODEL@: @M@ tokens, @K@ inputs, @N@ outputs
//
// It sends activations and weights to a device, with or without random stalls, and compares every
// int32 accumulator that comes back. It ends with one line that begins with PASS or FAIL.
//
// Defines
//   GOLDEN_DUT            module to test (default: example_dut)
//   GOLDEN_NO_PARAMETERS  the module has no Verilog parameters of its own
//
// Parameters of the bench
//   ROWS         outputs computed together: rows of a weight word
//   LANES        inputs of an activation word, and of each row of a weight word
//   TOKENS       tokens that share a weight word; weights are streamed once per TOKENS tokens
//   WEIGHT_BITS  bits of a weight beat; divides 2 ROWS LANES
//   OUT_LANES    int32 results in a result beat; divides ROWS
//   STALL_SEED   0: never stalls; else seed of random gaps on all three streams
//   PATIENCE     cycles without a beat on any stream after which the bench gives up
//
// Ports of the device
//   clk, rst                       rising edge; synchronous reset, active high
//   start                          high for one cycle; cfg_* are valid in it (and held afterwards)
//   cfg_tokens, _inputs, _outputs  16, 24, 24 bits: M, K, N
//   act_valid, act_data, act_ready           lane l is int8 in bits 8l+7..8l
//   weight_valid, weight_data, weight_ready  two-bit codes, weight + 1; see below
//   out_valid, out_data, out_ready           result p is int32 in bits 32p+31..32p
//
// A beat passes at a rising edge at which valid and ready are both high. The bench keeps valid and
// data until then, and the device must do so too.
//
// Order on the streams
//   for each tile of TOKENS tokens (the last may have fewer)
//     activations: for each token of the tile, for k in 0 .. ceil(K / LANES) - 1: one word;
//       lanes beyond K are 0
//     for each tile of ROWS outputs (the last may have fewer)
//       weights: for k in 0 .. ceil(K / LANES) - 1: one word, as 2 ROWS LANES / WEIGHT_BITS beats,
//         lowest bits first. Row r, lane l is in bits 2(r LANES + l)+1 .. 2(r LANES + l); weights
//         beyond K or N are 0 (code 1)
//       results: for each token of the tile, for each group of OUT_LANES rows of the tile: one
//         beat; lanes beyond N are not looked at

`ifndef GOLDEN_DUT
`define GOLDEN_DUT example_dut
`endif

module tb_golden;
  parameter ROWS = @ROWS@;
  parameter LANES = @LANES@;
  parameter TOKENS = @TOKENS@;
  parameter WEIGHT_BITS = @WEIGHT_BITS@;
  parameter OUT_LANES = @OUT_LANES@;
  parameter STALL_SEED = 0;
  parameter PATIENCE = 100000;

  // The linear: Y[M][N] = sum over k of X[M][k] * W[N][k].
  localparam M = @M@;
  localparam K = @K@;
  localparam N = @N@;
  // Sum of (2 i + 1) * byte i, modulo 2^32, of the two input files.
  localparam [31:0] ACTIVATION_SUM = 32'h@ACTIVATION_SUM@;
  localparam [31:0] WEIGHT_SUM = 32'h@WEIGHT_SUM@;

  localparam ROW_BYTES = (K + 3) / 4;
  localparam K_WORDS = (K + LANES - 1) / LANES;
  localparam WORD_BITS = 2 * ROWS * LANES;
  localparam WORD_BEATS = WORD_BITS / WEIGHT_BITS;
  localparam TOKEN_TILES = (M + TOKENS - 1) / TOKENS;
  localparam OUTPUT_TILES = (N + ROWS - 1) / ROWS;
  localparam ACTIVATION_BEATS = M * K_WORDS;
  localparam WEIGHT_BEATS = TOKEN_TILES * OUTPUT_TILES * K_WORDS * WORD_BEATS;

  reg [7:0] activations [0:M * K - 1];
  reg [7:0] weights [0:N * ROW_BYTES - 1];
  reg [31:0] accumulators [0:M * N - 1];

  reg clk;
  reg rst;
  reg start;
  reg go;  // from start on

  reg act_valid;
  reg [8 * LANES - 1:0] act_data;
  wire act_ready;
  reg weight_valid;
  reg [WEIGHT_BITS - 1:0] weight_data;
  wire weight_ready;
  wire out_valid;
  wire [32 * OUT_LANES - 1:0] out_data;
  reg out_ready;

  `GOLDEN_DUT
`ifndef GOLDEN_NO_PARAMETERS
  #(
    .ROWS(ROWS),
    .LANES(LANES),
    .TOKENS(TOKENS),
    .WEIGHT_BITS(WEIGHT_BITS),
    .OUT_LANES(OUT_LANES)
  )
`endif
  dut (
    .clk(clk),
    .rst(rst),
    .start(start),
    .cfg_tokens(M[15:0]),
    .cfg_inputs(K[23:0]),
    .cfg_outputs(N[23:0]),
    .act_valid(act_valid),
    .act_data(act_data),
    .act_ready(act_ready),
    .weight_valid(weight_valid),
    .weight_data(weight_data),
    .weight_ready(weight_ready),
    .out_valid(out_valid),
    .out_data(out_data),
    .out_ready(out_ready)
  );

  initial begin
    clk = 1'b0;
    forever #5 clk = !clk;
  end

  // Vectors -------------------------------------------------------------------------------------

  reg loaded;

  task require_file;
    input present;
    begin
      if (!present) begin
        $display("FAIL: activations.hex, weights_2bit.hex or accumulators.hex: cannot be opened in this folder");
        loaded = 1'b0;
      end
    end
  endtask

  task load;
    integer file;
    integer i;
    reg [31:0] sum;
    begin
      loaded = 1'b1;
      file = $fopen("activations.hex", "r");
      require_file(file != 0);
      if (file != 0) $fclose(file);
      file = $fopen("weights_2bit.hex", "r");
      if (loaded) require_file(file != 0);
      if (file != 0) $fclose(file);
      file = $fopen("accumulators.hex", "r");
      if (loaded) require_file(file != 0);
      if (file != 0) $fclose(file);
      if (loaded) begin
        $readmemh("activations.hex", activations);
        $readmemh("weights_2bit.hex", weights);
        $readmemh("accumulators.hex", accumulators);
        sum = 32'd0;
        for (i = 0; i < M * K; i = i + 1) sum = sum + {24'd0, activations[i]} * (2 * i + 1);
        if (sum !== ACTIVATION_SUM) begin
          $display("FAIL: activations.hex: expected checksum %h, actual %h", ACTIVATION_SUM, sum);
          loaded = 1'b0;
        end
        sum = 32'd0;
        for (i = 0; i < N * ROW_BYTES; i = i + 1) sum = sum + {24'd0, weights[i]} * (2 * i + 1);
        if (loaded && sum !== WEIGHT_SUM) begin
          $display("FAIL: weights_2bit.hex: expected checksum %h, actual %h", WEIGHT_SUM, sum);
          loaded = 1'b0;
        end
        for (i = 0; i < M * N; i = i + 1) begin
          if (loaded && (^accumulators[i]) === 1'bx) begin
            $display("FAIL: accumulators.hex: word %0d is not a number", i);
            loaded = 1'b0;
          end
        end
      end
    end
  endtask

  integer since;  // cycles since the vectors are there

  initial begin
    since = -1;
    load;
    if (loaded) since = 0;
    else $finish;
  end

  // Reset for four cycles, a pause, start for one cycle.
  always @(posedge clk) begin
    if (since >= 0 && since < 6) since <= since + 1;
    rst <= since < 4;
    start <= since == 5;
    go <= since >= 5;
  end

  // Stalls: xorshift32, three of its bits a cycle ------------------------------------------------

  reg [31:0] random;
  wire act_gap = STALL_SEED != 0 && random[7];
  wire weight_gap = STALL_SEED != 0 && random[15];
  wire result_gap = STALL_SEED != 0 && random[23];

  function [31:0] next_random;
    input [31:0] from;
    reg [31:0] a;
    reg [31:0] b;
    begin
      a = from ^ (from << 13);
      b = a ^ (a >> 17);
      next_random = b ^ (b << 5);
    end
  endfunction

  always @(posedge clk) begin
    random <= rst ? (STALL_SEED | 32'h10000) : next_random(random);
  end

  // Activation stream ---------------------------------------------------------------------------

  integer act_next;
  integer lane;
  integer act_input;

  always @(posedge clk) begin
    if (go !== 1'b1) begin
      act_valid <= 1'b0;
      act_data <= {8 * LANES{1'b0}};
      act_next <= 0;
    end else if (!act_valid || act_ready === 1'b1) begin
      act_valid <= act_next < ACTIVATION_BEATS && !act_gap;
      act_data <= {8 * LANES{1'b0}};
      if (act_next < ACTIVATION_BEATS && !act_gap) begin
        for (lane = 0; lane < LANES; lane = lane + 1) begin
          act_input = (act_next % K_WORDS) * LANES + lane;
          if (act_input < K) begin
            act_data[8 * lane +: 8] <= activations[(act_next / K_WORDS) * K + act_input];
          end
        end
        act_next <= act_next + 1;
      end
    end
  end

  // Weight stream -------------------------------------------------------------------------------

  integer weight_next;
  integer place;
  integer weight_row;
  integer weight_input;
  reg [7:0] four_weights;
  reg [WORD_BITS - 1:0] weight_word;

  // The word that the beat weight_next belongs to.
  task gather_word;
    begin
      for (place = 0; place < ROWS * LANES; place = place + 1) begin
        weight_row = ((weight_next / (WORD_BEATS * K_WORDS)) % OUTPUT_TILES) * ROWS + place / LANES;
        weight_input = ((weight_next / WORD_BEATS) % K_WORDS) * LANES + place % LANES;
        if (weight_row < N && weight_input < K) begin
          four_weights = weights[weight_row * ROW_BYTES + weight_input / 4];
          weight_word[2 * place +: 2] = four_weights[2 * (weight_input % 4) +: 2];
        end else begin
          weight_word[2 * place +: 2] = 2'd1;
        end
      end
    end
  endtask

  always @(posedge clk) begin
    if (go !== 1'b1) begin
      weight_valid <= 1'b0;
      weight_data <= {WEIGHT_BITS{1'b0}};
      weight_next <= 0;
    end else if (!weight_valid || weight_ready === 1'b1) begin
      weight_valid <= weight_next < WEIGHT_BEATS && !weight_gap;
      weight_data <= {WEIGHT_BITS{1'b0}};
      if (weight_next < WEIGHT_BEATS && !weight_gap) begin
        if (weight_next % WORD_BEATS == 0) gather_word;
        weight_data <= weight_word[(weight_next % WORD_BEATS) * WEIGHT_BITS +: WEIGHT_BITS];
        weight_next <= weight_next + 1;
      end
    end
  end

  // Result stream -------------------------------------------------------------------------------

  integer first_token;
  integer token;
  integer output_tile;
  integer group;
  integer result_row;
  integer index;
  integer result_lane;
  integer compared;
  integer mismatches;
  integer idle;
  integer cycles;
  integer after_last;

  task compare_beat;
    begin
      for (result_lane = 0; result_lane < OUT_LANES; result_lane = result_lane + 1) begin
        result_row = output_tile * ROWS + group * OUT_LANES + result_lane;
        index = (first_token + token) * N + result_row;
        if (group * OUT_LANES + result_lane < ROWS && result_row < N) begin
          compared = compared + 1;
          if (out_data[32 * result_lane +: 32] !== accumulators[index]) begin
            if (mismatches == 0) begin
              $display(
                "first mismatch: accumulator %0d (token %0d, output %0d): expected %0d, actual %0d",
                index, first_token + token, result_row, $signed(accumulators[index]),
                $signed(out_data[32 * result_lane +: 32]));
            end
            mismatches = mismatches + 1;
          end
        end
      end
    end
  endtask

  // Group, then token, then output tile, then token tile.
  task next_beat;
    begin
      group = group + 1;
      if (group * OUT_LANES >= ROWS || output_tile * ROWS + group * OUT_LANES >= N) begin
        group = 0;
        token = token + 1;
        if (token == TOKENS || first_token + token == M) begin
          token = 0;
          output_tile = output_tile + 1;
          if (output_tile == OUTPUT_TILES) begin
            output_tile = 0;
            first_token = first_token + TOKENS;
          end
        end
      end
    end
  endtask

  task finish;
    begin
      if (mismatches == 0) begin
        $display("PASS: %0d accumulators equal, %0d cycles", compared, cycles);
      end else begin
        $display("FAIL: %0d of %0d accumulators differ", mismatches, compared);
      end
      $finish;
    end
  endtask

  always @(posedge clk) begin
    out_ready <= go === 1'b1 && !result_gap;
    if (go !== 1'b1) begin
      first_token = 0;
      token = 0;
      output_tile = 0;
      group = 0;
      compared = 0;
      mismatches = 0;
      idle = 0;
      cycles = 0;
      after_last = 0;
    end else if (first_token < M) begin
      cycles = cycles + 1;
      idle = idle + 1;
      if (act_valid && act_ready === 1'b1) idle = 0;
      if (weight_valid && weight_ready === 1'b1) idle = 0;
      if (out_valid === 1'b1 && out_ready) begin
        idle = 0;
        compare_beat;
        next_beat;
      end
      if (idle == PATIENCE) begin
        $display("FAIL: no beat in %0d cycles, %0d of %0d accumulators so far", PATIENCE, compared, M * N);
        $finish;
      end
    end else begin
      after_last = after_last + 1;
      if (out_valid === 1'b1) begin
        $display("FAIL: a result beat after the last of %0d accumulators", compared);
        $finish;
      end else if (act_next != ACTIVATION_BEATS || act_valid || weight_next != WEIGHT_BEATS || weight_valid) begin
        $display("FAIL: all results are there before all activations and weights were taken");
        $finish;
      end else if (after_last == 32) begin
        finish;
      end
    end
  end
endmodule

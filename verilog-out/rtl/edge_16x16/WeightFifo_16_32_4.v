// Holds 4 weight words between the gatherer and the rows, in one bank a row. A word that enters in cycle t can leave in t + 1; room is what there is at the beginning of the cycle.
module WeightFifo_16_32_4 (
  input  wire clk,
  input  wire rst,
  input  wire push,
  input  wire [31:0] entering_0,
  input  wire [31:0] entering_1,
  input  wire [31:0] entering_2,
  input  wire [31:0] entering_3,
  input  wire [31:0] entering_4,
  input  wire [31:0] entering_5,
  input  wire [31:0] entering_6,
  input  wire [31:0] entering_7,
  input  wire [31:0] entering_8,
  input  wire [31:0] entering_9,
  input  wire [31:0] entering_10,
  input  wire [31:0] entering_11,
  input  wire [31:0] entering_12,
  input  wire [31:0] entering_13,
  input  wire [31:0] entering_14,
  input  wire [31:0] entering_15,
  input  wire pop,
  output wire has_room,
  output wire has_word,
  output wire [31:0] head_0,
  output wire [31:0] head_1,
  output wire [31:0] head_2,
  output wire [31:0] head_3,
  output wire [31:0] head_4,
  output wire [31:0] head_5,
  output wire [31:0] head_6,
  output wire [31:0] head_7,
  output wire [31:0] head_8,
  output wire [31:0] head_9,
  output wire [31:0] head_10,
  output wire [31:0] head_11,
  output wire [31:0] head_12,
  output wire [31:0] head_13,
  output wire [31:0] head_14,
  output wire [31:0] head_15
);

  reg  [1:0] write_at;
  reg  [1:0] read_at;
  reg  [2:0] held;
  wire push_has_room;
  wire pop_has_word;
  wire held_in_range;
  wire [1:0] apart;
  wire indices_apart_by_held;
  reg  [31:0] bank_0 [0:3];
  reg  [31:0] bank_1 [0:3];
  reg  [31:0] bank_2 [0:3];
  reg  [31:0] bank_3 [0:3];
  reg  [31:0] bank_4 [0:3];
  reg  [31:0] bank_5 [0:3];
  reg  [31:0] bank_6 [0:3];
  reg  [31:0] bank_7 [0:3];
  reg  [31:0] bank_8 [0:3];
  reg  [31:0] bank_9 [0:3];
  reg  [31:0] bank_10 [0:3];
  reg  [31:0] bank_11 [0:3];
  reg  [31:0] bank_12 [0:3];
  reg  [31:0] bank_13 [0:3];
  reg  [31:0] bank_14 [0:3];
  reg  [31:0] bank_15 [0:3];

  assign has_room = held != 3'd4;
  assign has_word = held != 3'd0;
  assign head_0 = bank_0[read_at];
  assign head_1 = bank_1[read_at];
  assign head_2 = bank_2[read_at];
  assign head_3 = bank_3[read_at];
  assign head_4 = bank_4[read_at];
  assign head_5 = bank_5[read_at];
  assign head_6 = bank_6[read_at];
  assign head_7 = bank_7[read_at];
  assign head_8 = bank_8[read_at];
  assign head_9 = bank_9[read_at];
  assign head_10 = bank_10[read_at];
  assign head_11 = bank_11[read_at];
  assign head_12 = bank_12[read_at];
  assign head_13 = bank_13[read_at];
  assign head_14 = bank_14[read_at];
  assign head_15 = bank_15[read_at];
  assign push_has_room = push ? (held != 3'd4) : 1'b1;
  assign pop_has_word = pop ? (held != 3'd0) : 1'b1;
  assign held_in_range = held <= 3'd4;
  assign apart = write_at - read_at;
  assign indices_apart_by_held = apart == held[1:0];

  // memory of WeightFifo.build: bank_0
  always @(posedge clk) begin
    if (push) bank_0[write_at] <= entering_0;
  end

  // memory of WeightFifo.build: bank_1
  always @(posedge clk) begin
    if (push) bank_1[write_at] <= entering_1;
  end

  // memory of WeightFifo.build: bank_2
  always @(posedge clk) begin
    if (push) bank_2[write_at] <= entering_2;
  end

  // memory of WeightFifo.build: bank_3
  always @(posedge clk) begin
    if (push) bank_3[write_at] <= entering_3;
  end

  // memory of WeightFifo.build: bank_4
  always @(posedge clk) begin
    if (push) bank_4[write_at] <= entering_4;
  end

  // memory of WeightFifo.build: bank_5
  always @(posedge clk) begin
    if (push) bank_5[write_at] <= entering_5;
  end

  // memory of WeightFifo.build: bank_6
  always @(posedge clk) begin
    if (push) bank_6[write_at] <= entering_6;
  end

  // memory of WeightFifo.build: bank_7
  always @(posedge clk) begin
    if (push) bank_7[write_at] <= entering_7;
  end

  // memory of WeightFifo.build: bank_8
  always @(posedge clk) begin
    if (push) bank_8[write_at] <= entering_8;
  end

  // memory of WeightFifo.build: bank_9
  always @(posedge clk) begin
    if (push) bank_9[write_at] <= entering_9;
  end

  // memory of WeightFifo.build: bank_10
  always @(posedge clk) begin
    if (push) bank_10[write_at] <= entering_10;
  end

  // memory of WeightFifo.build: bank_11
  always @(posedge clk) begin
    if (push) bank_11[write_at] <= entering_11;
  end

  // memory of WeightFifo.build: bank_12
  always @(posedge clk) begin
    if (push) bank_12[write_at] <= entering_12;
  end

  // memory of WeightFifo.build: bank_13
  always @(posedge clk) begin
    if (push) bank_13[write_at] <= entering_13;
  end

  // memory of WeightFifo.build: bank_14
  always @(posedge clk) begin
    if (push) bank_14[write_at] <= entering_14;
  end

  // memory of WeightFifo.build: bank_15
  always @(posedge clk) begin
    if (push) bank_15[write_at] <= entering_15;
  end

  // registers of WeightFifo.build: write_at
  always @(posedge clk) begin
    if (rst) begin
      write_at <= 2'd0;
    end else if (push) begin
      write_at <= write_at + 2'd1;
    end
  end

  // registers of WeightFifo.build: read_at
  always @(posedge clk) begin
    if (rst) begin
      read_at <= 2'd0;
    end else if (pop) begin
      read_at <= read_at + 2'd1;
    end
  end

  // registers of WeightFifo.build: held
  always @(posedge clk) begin
    if (rst) begin
      held <= 3'd0;
    end else if (push & (~pop)) begin
      held <= held + 3'd1;
    end else if (pop & (~push)) begin
      held <= held - 3'd1;
    end
  end

  // bits that nothing here reads
  wire unused = &{1'b0, push_has_room, pop_has_word, held_in_range, indices_apart_by_held};

`ifdef FORMAL
  always @* if (!rst) assume (push_has_room);
  always @* if (!rst) assume (pop_has_word);
  always @* if (!rst) assert (held_in_range);
  always @* if (!rst) assert (indices_apart_by_held);
`endif
endmodule

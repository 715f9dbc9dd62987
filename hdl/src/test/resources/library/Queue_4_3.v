// Queue[width=4, depth=3]
module Queue_4_3 (
  input  wire clk,
  input  wire rst,
  input  wire in_valid,
  input  wire [3:0] in_data,
  output wire in_ready,
  output wire out_valid,
  output wire [3:0] out_data,
  input  wire out_ready,
  output wire [1:0] level
);

  reg  [1:0] head;
  reg  [1:0] tail;
  reg  [1:0] held;
  wire push;
  wire pop;
  reg  [3:0] words [0:2];

  assign in_ready = held != 2'd3;
  assign out_valid = held != 2'd0;
  assign out_data = (head < 2'd3) ? words[head] : 4'd0;
  assign level = held;
  assign push = in_valid & (held != 2'd3);
  assign pop = out_ready & (held != 2'd0);

  // memory of Queue.describe: words
  always @(posedge clk) begin
    if (push && (tail < 2'd3)) words[tail] <= in_data;
  end

  // registers of Queue.describe: head
  always @(posedge clk) begin
    if (rst) begin
      head <= 2'd0;
    end else if (pop) begin
      if (head == 2'd2) begin
        head <= 2'd0;
      end else begin
        head <= head + 2'd1;
      end
    end
  end

  // registers of Queue.describe: tail
  always @(posedge clk) begin
    if (rst) begin
      tail <= 2'd0;
    end else if (push) begin
      if (tail == 2'd2) begin
        tail <= 2'd0;
      end else begin
        tail <= tail + 2'd1;
      end
    end
  end

  // registers of Queue.describe: held
  always @(posedge clk) begin
    if (rst) begin
      held <= 2'd0;
    end else if (push & (~pop)) begin
      held <= held + 2'd1;
    end else if (pop & (~push)) begin
      held <= held - 2'd1;
    end
  end
endmodule

// TwoPortMemory[width=3, depth=5, collision=NEW_WORD]
module TwoPortMemory_3_5_NEW_WORD (
  input  wire clk,
  input  wire rst,
  input  wire write_enable,
  input  wire [2:0] write_address,
  input  wire [2:0] write_data,
  input  wire read_enable,
  input  wire [2:0] read_address,
  output wire [2:0] read_data
);

  reg  [2:0] word;
  reg  [2:0] words [0:4];

  assign read_data = word;

  // memory of TwoPortMemory.describe: words
  always @(posedge clk) begin
    if (write_enable && (write_address < 3'd5)) words[write_address] <= write_data;
  end

  // registers of TwoPortMemory.describe: word
  always @(posedge clk) begin
    if (read_enable) begin
      if ((write_enable & (write_address == read_address)) & (read_address <= 3'd4)) begin
        word <= write_data;
      end else begin
        word <= (read_address < 3'd5) ? words[read_address] : 3'd0;
      end
    end
  end

  // bits that nothing here reads
  wire unused = &{1'b0, rst};
endmodule

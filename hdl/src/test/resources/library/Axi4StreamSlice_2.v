// Axi4StreamSlice[bytes=2]
module Axi4StreamSlice_2 (
  input  wire clk,
  input  wire rst,
  input  wire [15:0] s_axis_tdata,
  input  wire [1:0] s_axis_tkeep,
  input  wire s_axis_tlast,
  input  wire s_axis_tvalid,
  output wire s_axis_tready,
  output wire [15:0] m_axis_tdata,
  output wire [1:0] m_axis_tkeep,
  output wire m_axis_tlast,
  output wire m_axis_tvalid,
  input  wire m_axis_tready
);

  wire in_valid;
  wire [18:0] in_data;
  wire in_ready;
  wire out_valid;
  wire [18:0] out_data;
  wire out_ready;
  reg  shown;
  reg  [18:0] first;
  reg  behind;
  reg  [18:0] second;
  wire moves;

  assign s_axis_tready = in_ready;
  assign m_axis_tdata = out_data[15:0];
  assign m_axis_tkeep = out_data[17:16];
  assign m_axis_tlast = out_data[18];
  assign m_axis_tvalid = out_valid;
  assign in_valid = s_axis_tvalid;
  assign in_data = {s_axis_tlast, s_axis_tkeep, s_axis_tdata};
  assign in_ready = ~behind;
  assign out_valid = shown;
  assign out_data = first;
  assign out_ready = m_axis_tready;
  assign moves = out_ready | (~shown);

  // registers of SkidBuffer.describe: shown, behind
  always @(posedge clk) begin
    if (rst) begin
      shown <= 1'b0;
      behind <= 1'b0;
    end else if (moves) begin
      shown <= behind | in_valid;
      behind <= 1'b0;
    end else if (in_valid & (~behind)) begin
      behind <= 1'b1;
    end
  end

  // registers of SkidBuffer.describe: first, second
  always @(posedge clk) begin
    if (moves) begin
      if (behind) begin
        first <= second;
      end else begin
        first <= in_data;
      end
    end else if (in_valid & (~behind)) begin
      second <= in_data;
    end
  end
endmodule

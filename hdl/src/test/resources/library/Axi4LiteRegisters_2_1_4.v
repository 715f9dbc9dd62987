// Axi4LiteRegisters[controls=2, statuses=1, bytes=4]
module Axi4LiteRegisters_2_1_4 (
  input  wire clk,
  input  wire rst,
  input  wire [3:0] s_axi_awaddr,
  input  wire [2:0] s_axi_awprot,
  input  wire s_axi_awvalid,
  output wire s_axi_awready,
  input  wire [31:0] s_axi_wdata,
  input  wire [3:0] s_axi_wstrb,
  input  wire s_axi_wvalid,
  output wire s_axi_wready,
  output wire [1:0] s_axi_bresp,
  output wire s_axi_bvalid,
  input  wire s_axi_bready,
  input  wire [3:0] s_axi_araddr,
  input  wire [2:0] s_axi_arprot,
  input  wire s_axi_arvalid,
  output wire s_axi_arready,
  output wire [31:0] s_axi_rdata,
  output wire [1:0] s_axi_rresp,
  output wire s_axi_rvalid,
  input  wire s_axi_rready,
  output wire [31:0] control_0,
  output wire [31:0] control_1,
  output wire [1:0] written,
  input  wire [31:0] status_0
);

  reg  r_valid;
  reg  [31:0] r_data;
  reg  [1:0] r_resp;
  wire [1:0] read_index;
  reg  aw_held;
  reg  [1:0] aw_index;
  reg  w_held;
  reg  [31:0] w_data;
  reg  [3:0] w_strb;
  reg  b_valid;
  reg  [1:0] b_resp;
  wire commits;
  reg  [31:0] control_q_0;
  reg  [31:0] control_q_1;
  wire writes_0;
  reg  written_0;
  wire writes_1;
  reg  written_1;

  assign s_axi_awready = ~aw_held;
  assign s_axi_wready = ~w_held;
  assign s_axi_bresp = b_resp;
  assign s_axi_bvalid = b_valid;
  assign s_axi_arready = ~r_valid;
  assign s_axi_rdata = r_data;
  assign s_axi_rresp = r_resp;
  assign s_axi_rvalid = r_valid;
  assign control_0 = control_q_0;
  assign control_1 = control_q_1;
  assign written = {written_1, written_0};
  assign read_index = s_axi_araddr[3:2];
  assign commits = (aw_held & w_held) & (~b_valid);
  assign writes_0 = commits & (aw_index == 2'd0);
  assign writes_1 = commits & (aw_index == 2'd1);

  // registers of Axi4LiteRegisters.reads: r_valid, r_data, r_resp
  always @(posedge clk) begin
    if (rst) begin
      r_valid <= 1'b0;
      r_data <= 32'd0;
      r_resp <= 2'd0;
    end else if ((~r_valid) & s_axi_arvalid) begin
      r_valid <= 1'b1;
      if (read_index == 2'd2) begin
        r_data <= status_0;
      end else if (read_index == 2'd1) begin
        r_data <= control_1;
      end else if (read_index == 2'd0) begin
        r_data <= control_0;
      end else begin
        r_data <= 32'd0;
      end
      if (read_index < 2'd3) begin
        r_resp <= 2'd0;
      end else begin
        r_resp <= 2'd2;
      end
    end else if (r_valid & s_axi_rready) begin
      r_valid <= 1'b0;
    end
  end

  // registers of Axi4LiteRegisters.writes: aw_held, w_held, b_valid, b_resp
  always @(posedge clk) begin
    if (rst) begin
      aw_held <= 1'b0;
      w_held <= 1'b0;
      b_valid <= 1'b0;
      b_resp <= 2'd0;
    end else if (commits) begin
      aw_held <= 1'b0;
      w_held <= 1'b0;
      b_valid <= 1'b1;
      if (aw_index < 2'd2) begin
        b_resp <= 2'd0;
      end else begin
        b_resp <= 2'd2;
      end
    end else begin
      if (s_axi_awvalid & (~aw_held)) begin
        aw_held <= 1'b1;
      end
      if (s_axi_wvalid & (~w_held)) begin
        w_held <= 1'b1;
      end
      if (b_valid & s_axi_bready) begin
        b_valid <= 1'b0;
      end
    end
  end

  // registers of Axi4LiteRegisters.writes: aw_index, w_data, w_strb
  always @(posedge clk) begin
    if (!commits) begin
      if (s_axi_awvalid & (~aw_held)) begin
        aw_index <= s_axi_awaddr[3:2];
      end
      if (s_axi_wvalid & (~w_held)) begin
        w_data <= s_axi_wdata;
        w_strb <= s_axi_wstrb;
      end
    end
  end

  // registers of Axi4LiteRegisters.control: control_q_0
  always @(posedge clk) begin
    if (rst) begin
      control_q_0 <= 32'd0;
    end else if (writes_0) begin
      control_q_0 <= {w_strb[3] ? w_data[31:24] : control_q_0[31:24], w_strb[2] ? w_data[23:16] : control_q_0[23:16], w_strb[1] ? w_data[15:8] : control_q_0[15:8], w_strb[0] ? w_data[7:0] : control_q_0[7:0]};
    end
  end

  // registers of Axi4LiteRegisters.control: control_q_1
  always @(posedge clk) begin
    if (rst) begin
      control_q_1 <= 32'd0;
    end else if (writes_1) begin
      control_q_1 <= {w_strb[3] ? w_data[31:24] : control_q_1[31:24], w_strb[2] ? w_data[23:16] : control_q_1[23:16], w_strb[1] ? w_data[15:8] : control_q_1[15:8], w_strb[0] ? w_data[7:0] : control_q_1[7:0]};
    end
  end

  // registers of Axi4LiteRegisters.control: written_0, written_1
  always @(posedge clk) begin
    if (rst) begin
      written_0 <= 1'b0;
      written_1 <= 1'b0;
    end else begin
      written_0 <= writes_0;
      written_1 <= writes_1;
    end
  end

  // bits that nothing here reads
  wire unused = &{1'b0, s_axi_awaddr[1:0], s_axi_awprot, s_axi_araddr[1:0], s_axi_arprot};
endmodule

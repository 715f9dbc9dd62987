package dev.setun.workbench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A web server on the loopback interface that answers every request with the same bytes. A plain
/// socket, because it must be able to promise more bytes than it sends.
final class LoopbackServer implements Closeable {
  private final ServerSocket socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch halfSent = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final byte[] content;
  private final Behaviour behaviour;

  /// What the server does wrong.
  enum Behaviour {
    GOOD,
    /// Closes the connection after half of the bytes.
    TRUNCATING,
    /// Waits after half of the bytes until [LoopbackServer#goOn()], then closes the connection.
    STALLING,
    /// Has nothing under this address.
    MISSING
  }

  LoopbackServer(byte[] content, Behaviour behaviour) throws IOException {
    this.content = content;
    this.behaviour = behaviour;
    Thread.ofVirtual().start(this::serve);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/jdk.tar.gz";
  }

  int requests() {
    return requests.get();
  }

  void awaitHalf() throws InterruptedException {
    halfSent.await();
  }

  void goOn() {
    goOn.countDown();
  }

  @Override
  public void close() throws IOException {
    goOn();
    socket.close();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        requests.incrementAndGet();
        answer(connection);
      } catch (IOException | InterruptedException e) {
        // The client has gone or the test is over; the client's side is what the test looks at.
        continue;
      }
    }
  }

  private void answer(Socket connection) throws IOException, InterruptedException {
    BufferedReader request =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
      line = request.readLine();
    }
    OutputStream out = connection.getOutputStream();
    String status = behaviour == Behaviour.MISSING ? "404 Not Found" : "200 OK";
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/gzip\r\nConnection: close\r\nContent-Length: "
            + content.length
            + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    int half = content.length / 2;
    out.write(content, 0, half);
    out.flush();
    halfSent.countDown();
    switch (behaviour) {
      case GOOD, MISSING -> out.write(content, half, content.length - half);
      case TRUNCATING -> {}
      case STALLING -> goOn.await();
    }
    out.flush();
  }
}

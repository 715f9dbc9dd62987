package dev.setun.model.inference;

import java.util.Arrays;

/// The largest of the values that were added: a heap with the smallest of them on top.
final class Largest {
  private final float[] heap;
  private int size;

  /// @param capacity how many are kept, at least 1
  Largest(int capacity) {
    heap = new float[capacity];
  }

  int capacity() {
    return heap.length;
  }

  void clear() {
    size = 0;
  }

  /// The smallest that is kept; negative infinity while there are fewer than the capacity.
  float smallest() {
    return size < heap.length ? Float.NEGATIVE_INFINITY : heap[0];
  }

  void addAll(Largest other) {
    for (int i = 0; i < other.size; i++) {
      add(other.heap[i]);
    }
  }

  void add(float value) {
    if (size < heap.length) {
      heap[size++] = value;
      if (size == heap.length) {
        Arrays.sort(heap); // ascending is a heap
      }
    } else if (value > heap[0]) {
      sink(value);
    }
  }

  /// Puts a value in the place of the smallest.
  private void sink(float value) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (child >= size || heap[child] >= value) {
        heap[at] = value;
        return;
      }
      heap[at] = heap[child];
      at = child;
    }
  }
}

package dev.setun.kernels.load;

/// Where what a [Recipe] makes may already be.
public interface PackStore {
  /// Arrays as the recipe makes them. Called by one thread, in the order in which weights are asked
  /// for; does not call [Recipe#release].
  <T> T take(Recipe<T> recipe);
}

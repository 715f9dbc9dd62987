/// Modules as a user would write them, for the tests and the tutorial.
@NullMarked
package dev.setun.hdl.example;

import org.jspecify.annotations.NullMarked;

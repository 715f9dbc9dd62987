@NullMarked
package dev.setun.hdl.project;

import org.jspecify.annotations.NullMarked;

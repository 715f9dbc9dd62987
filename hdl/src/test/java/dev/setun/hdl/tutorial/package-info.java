/// The modules of `docs/hdl-tutorial.md`; its test sees that what the page shows is what stands
/// here.
@org.jspecify.annotations.NullMarked
package dev.setun.hdl.tutorial;

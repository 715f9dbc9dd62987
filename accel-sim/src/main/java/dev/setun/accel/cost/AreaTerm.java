package dev.setun.accel.cost;

/// One product of an area: a count times a row.
///
/// @param part what takes the area, for example `pe_array`
/// @param formula the product in words
/// @param row its price
/// @param area the product
public record AreaTerm(String part, String formula, CostRow row, Area area) {}

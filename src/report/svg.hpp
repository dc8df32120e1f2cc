#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gmat_sweep::report {

/// Text with the characters replaced that mean something in XML.
std::string escape_xml(std::string_view text);

/// Evenly spaced round numbers within [low, high]: about `wanted` of them.
std::vector<double> round_ticks(double low, double high, int wanted);

/// The ticks' labels, with as many digits as tell them apart.
std::vector<std::string> tick_labels(std::span<const double> ticks);

/// From blue through green to yellow as `share` goes from 0 to 1; readable without colour vision
/// and in grey. Source: the map "viridis" of matplotlib, at nine points.
std::string colour_of(double share);

/// A rectangle of the figure with a range of values along each side.
struct Panel {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;
  double x_low = 0;
  double x_high = 1;
  double y_low = 0;
  double y_high = 1;

  double x(double value) const { return left + (value - x_low) / (x_high - x_low) * width; }
  double y(double value) const {
    return top + height - (value - y_low) / (y_high - y_low) * height;
  }
};

/// The range of some values, widened by 4 % on each side, and by half a unit where they are equal.
std::pair<double, double> padded_range(std::span<const double> values);

/// What stands along one side of a panel.
struct AxisText {
  std::string title;
  std::vector<std::string> labels = {};  ///< of the values 0, 1, ...; empty: numbers
  bool show = true;                      ///< ticks' labels and title; false: ticks alone
  bool ticks = true;                     ///< false: nothing at all
};

/// An SVG document being drawn.
class Svg {
 public:
  using Points = std::vector<std::pair<double, double>>;  ///< in pixels

  Svg(double width, double height);

  void line(double x1, double y1, double x2, double y2, std::string_view style);
  void rectangle(double x, double y, double width, double height, std::string_view style);
  void circle(double x, double y, double radius, std::string_view style);
  void polyline(const Points& points, std::string_view style);
  void polygon(const Points& points, std::string_view style);
  /// @param anchor  "start", "middle" or "end"
  void text(double x, double y, std::string_view text, std::string_view anchor, double size_px = 12,
            double rotation_deg = 0);

  /// A frame with ticks, labels and titles left and below.
  void axes(const Panel& panel, const AxisText& x, const AxisText& y);
  /// A bar of colours right of a panel, with the values they stand for.
  void colour_bar(double x, double top, double height, double low, double high,
                  std::string_view title);

  std::string finish() &&;

 private:
  std::string body_;
};

}  // namespace gmat_sweep::report

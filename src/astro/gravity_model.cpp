#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>
#include <utility>

#include "astro/gravity_field.hpp"
#include "astro/text_table.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

/// sqrt(2n+1) * sqrt(2 (n-m)!/(n+m)!) for m > 0: coefficient times this is the unnormalised one.
double normalisation(int n, int m) {
  if (m == 0) return std::sqrt(2.0 * n + 1.0);
  double value = std::sqrt(2.0 * (2.0 * n + 1.0));
  for (int k = n - m + 1; k <= n + m; ++k) value /= std::sqrt(static_cast<double>(k));
  return value;
}

struct FieldHeader {
  int degree = 0;
  int order = 0;
  double mu_km3_s2 = 0;
  double radius_km = 0;
  bool is_normalised = true;
};

FieldHeader read_potfield(TextTable& table) {
  FieldHeader header;
  header.degree = static_cast<int>(table.integer_at(8, 3, "the degree"));
  header.order = static_cast<int>(table.integer_at(11, 3, "the order"));
  TextTable rest(table.line().substr(std::min<std::size_t>(14, table.line().size())), "");
  if (!rest.next_line()) table.fail("POTFIELD: expected body, mu, radius and normalisation");
  rest.word();
  header.mu_km3_s2 = table.real_of(rest.word(), "mu [m^3/s^2]") / 1e9;
  header.radius_km = table.real_of(rest.word(), "the radius [m]") / 1e3;
  header.is_normalised = table.real_of(rest.word(), "the normalisation flag") > 0;
  if (header.degree < 1 || header.order < 0 || header.order > header.degree)
    table.fail(
        fmt::format("POTFIELD: degree {} and order {} make no field", header.degree, header.order));
  return header;
}

void check_coefficient(const TextTable& table, const GravityModel& model, long n, long m) {
  if (n < 0 || m < 0 || m > n || n > model.degree() || m > model.order())
    table.fail(fmt::format("coefficient ({}, {}) is outside the field's degree {} and order {}", n,
                           m, model.degree(), model.order()));
}

}  // namespace

GravityModel::GravityModel(std::string name, int degree, int order, double mu_km3_s2,
                           double radius_km)
    : name_(std::move(name)),
      degree_(degree),
      order_(order),
      mu_km3_s2_(mu_km3_s2),
      radius_km_(radius_km),
      c_(index(degree + 1, 0), 0.0),
      s_(index(degree + 1, 0), 0.0) {}

GravityModel GravityModel::from_cof(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  std::optional<GravityModel> model;
  bool is_normalised = true;
  while (table.next_line()) {
    if (table.line().starts_with('C')) continue;
    const std::string_view key = table.word();
    if (key == "END" || key == "99999") break;
    if (table.line().starts_with("POTFIELD")) {
      const FieldHeader header = read_potfield(table);
      is_normalised = header.is_normalised;
      model.emplace(name, header.degree, header.order, header.mu_km3_s2, header.radius_km);
    } else if (key == "RECOEF") {
      if (!model) table.fail("RECOEF before POTFIELD");
      const long n = table.integer_at(8, 3, "the degree");
      const long m = table.integer_at(11, 3, "the order");
      check_coefficient(table, *model, n, m);
      double c = table.real_at(17, 21, "the cosine coefficient");
      double s = m > 0 ? table.real_at(38, 21, "the sine coefficient") : 0.0;
      if (!is_normalised) {
        const double scale = normalisation(static_cast<int>(n), static_cast<int>(m));
        c /= scale;
        s /= scale;
      }
      model->set(static_cast<int>(n), static_cast<int>(m), c, s);
    }
  }
  if (!model) table.fail("no POTFIELD line: not a .cof gravity file");
  return *std::move(model);
}

namespace {

/// What a .grv file says outside its table of coefficients, as it comes.
struct GrvHeader {
  std::optional<long> degree;
  std::optional<long> order;
  double mu_km3_s2 = 0;
  double radius_km = 0;
  bool is_normalised = true;
  std::optional<GravityModel::SimpleLoveNumbers> love;
};

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

void read_grv_word(TextTable& table, const std::string& key, const std::string& section,
                   GrvHeader& header) {
  if (key == "DEGREE") header.degree = table.integer("the degree");
  if (key == "ORDER") header.order = table.integer("the order");
  if (key == "GM") header.mu_km3_s2 = table.real("GM [m^3/s^2]") / 1e9;
  if (key == "REFDISTANCE") header.radius_km = table.real("the reference distance [m]") / 1e3;
  if (key == "NORMALIZED") header.is_normalised = upper_case(table.word()) != "NO";
  if (section != "SIMPLETIDEMODEL" || (key != "K2" && key != "K3")) return;
  if (!header.love) header.love = GravityModel::SimpleLoveNumbers();
  (key == "K2" ? header.love->k2 : header.love->k3) = table.real("the Love number");
}

/// Sections whose numbers GMAT does not use.
bool is_unused_section(const std::string& section) {
  return section == "TIDEFREEVALUES" || section == "ZEROTIDEVALUES" ||
         section == "SECULARVARIATIONS" || section == "PROCESSNOISE" || section == "LOVENUMBERS";
}

}  // namespace

GravityModel GravityModel::from_grv(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  std::optional<GravityModel> model;
  GrvHeader header;
  std::string section;
  while (table.next_line()) {
    if (table.line_is_blank() || table.line().front() == '#') continue;
    const std::string key = upper_case(table.word());
    if (key == "BEGIN" || key == "END") {
      const std::string which = upper_case(table.word());
      if (key == "END" && which == section) section.clear();
      if (key == "BEGIN" && which != "MODEL") section = which;
    } else if (section == "COEFFICIENTS") {
      if (!model) {
        if (!header.degree || !header.order || header.mu_km3_s2 <= 0 || header.radius_km <= 0)
          table.fail("Degree, Order, Gm and RefDistance must stand before the coefficients");
        model.emplace(name, static_cast<int>(*header.degree), static_cast<int>(*header.order),
                      header.mu_km3_s2, header.radius_km);
      }
      const auto n = static_cast<int>(table.real_of(key, "the degree"));
      const auto m = static_cast<int>(table.integer("the order"));
      check_coefficient(table, *model, n, m);
      const double scale = header.is_normalised ? 1.0 : normalisation(n, m);
      const double c = table.real("the cosine coefficient") / scale;
      model->set(n, m, c, m > 0 ? table.real("the sine coefficient") / scale : 0.0);
    } else if (!is_unused_section(section)) {
      read_grv_word(table, key, section, header);
    }
  }
  if (!model) table.fail("no coefficients: not a .grv gravity file");
  model->simple_love_ = header.love;
  return *std::move(model);
}

GravityModel GravityModel::from_own_table(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  std::optional<GravityModel> model;
  while (table.next_line()) {
    if (table.line_is_blank() || table.line().front() == '#') continue;
    if (table.line().starts_with("field")) {
      table.word();
      const long degree = table.integer("the degree");
      const long order = table.integer("the order");
      const double mu_m3_s2 = table.real("mu [m^3/s^2]");
      const double radius_m = table.real("the radius [m]");
      // Divided as the original files' readers divide, so that the doubles are the same.
      model.emplace(name, static_cast<int>(degree), static_cast<int>(order), mu_m3_s2 / 1e9,
                    radius_m / 1e3);
      continue;
    }
    if (!model) table.fail("'field DEGREE ORDER MU RADIUS' must stand before the coefficients");
    const long n = table.integer("the degree");
    const long m = table.integer("the order");
    check_coefficient(table, *model, n, m);
    const double c = table.real("the cosine coefficient");
    const double s = m > 0 ? table.real("the sine coefficient") : 0.0;
    model->set(static_cast<int>(n), static_cast<int>(m), c, s);
  }
  if (!model) table.fail("no field found");
  return *std::move(model);
}

std::size_t GravityModel::index(int n, int m) {
  return static_cast<std::size_t>(n) * static_cast<std::size_t>(n + 1) / 2 +
         static_cast<std::size_t>(m);
}

double GravityModel::c(int n, int m) const {
  return n > degree_ || m > order_ ? 0.0 : c_[index(n, m)];
}
double GravityModel::s(int n, int m) const {
  return n > degree_ || m > order_ ? 0.0 : s_[index(n, m)];
}
void GravityModel::set(int n, int m, double c, double s) {
  c_[index(n, m)] = c;
  s_[index(n, m)] = s;
}

}  // namespace gmat_sweep::astro

import Assets
import Support

/// A table or figure of the paper, embedded in the program with its source.
package enum PaperTable: String, Hashable, Sendable, CaseIterable {
  case stages = "table1_b0_stages", imageNet = "table2_imagenet"
  case scaling = "table3_scaling_existing", latency = "table4_latency"
  case transfer = "table5_transfer", dataSets = "table6_datasets"
  case camModels = "table7_cam_models", validation = "table8_val_vs_test"
  case figure1 = "fig1_points", figure1Inset = "fig1_inset"
  case figure3 = "fig3_scaling_points", figure4 = "fig4_width_scaling_points"
  case figure5 = "fig5_points", figure5Inset = "fig5_inset"
  case figure6 = "fig6_transfer_points", figure8 = "fig8_scaling_points"
  case coefficients
  /// α, β, γ and the search objective.
  case constants = "compound_constants"
  case lite = "tf_lite_models", torchvision = "torchvision_models"

  package var records: Records {
    PaperTable.parsed(Assets.paperTable(rawValue), of: rawValue)
  }

  package var source: PaperSource {
    guard let source = PaperSource.all[rawValue] else {
      preconditionFailure("'\(rawValue)' has no source")
    }
    return source
  }

  /// Embedded tables are correct, so an unreadable one is a programming mistake.
  fileprivate static func parsed(_ bytes: [UInt8]?, of name: String) -> Records {
    guard let bytes, let records = try? Records(csv: bytes) else {
      preconditionFailure("the table '\(name)' in the program can't be read")
    }
    return records
  }
}

/// Where a table's numbers come from.
package struct PaperSource: Hashable, Sendable {
  package let title: String
  /// The publication or file.
  package let source: String
  /// `read` from text, or `digitised` from the paths of a figure.
  package let state: String
  package let note: String

  /// One line for below a table.
  package var line: String {
    "Source: \(source) (\(state))" + (note.isEmpty ? "" : "; \(note)")
  }

  fileprivate static let all: [String: PaperSource] = {
    let rows = PaperTable.parsed(Assets.paperTable("sources"), of: "sources").rows
    return rows.reduce(into: [:]) { sources, row in
      sources[row["table"]] = PaperSource(
        title: row["title"], source: row["source"], state: row["state"], note: row["note"])
    }
  }()
}

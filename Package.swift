// swift-tools-version: 6.2
import PackageDescription

// Targets are listed from the bottom of the house to the top; a target may import only what stands
// above its own line here. docs/architecture.md draws the same map.

// Scripts/build.sh names the commit; other builds do not know it.
let commit: [CSetting] = ["EFFSCOPE_COMMIT", "EFFSCOPE_COMMIT_DATE"].compactMap { name in
  Context.environment[name].map { .define(name, to: "\"\($0)\"") }
}

// A release carries Swift's own libraries, so that it starts without searching fifteen of them for symbols
// and runs where no toolchain is. Foundation's parts are named, since only a static build of every
// module would name them by itself, and the tests link theirs dynamically. The standard linker would
// warn of a function that Foundation does not call.
let released: BuildSettingCondition = .when(platforms: [.linux], configuration: .release)
let staticRuntime: [LinkerSetting] = [.unsafeFlags(["-static-stdlib", "-use-ld=lld"], released)]
let standalone: [LinkerSetting] =
  staticRuntime
  + [
    "CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections",
    "_CFXMLInterface", "xml2",
  ].map { .linkedLibrary($0, released) }

let foundation: [Target] = [
  .target(name: "CBuildFacts", cSettings: commit),
  // Without pkgConfig: ncursesw.pc carries -D flags that the package manager warns about.
  .systemLibrary(name: "CNCurses", providers: [.apt(["libncursesw5-dev"])]),
  .target(
    name: "CImageCodecs",
    exclude: ["README.md"],
    // The system's libpng, libjpeg-turbo and libwebp; giflib, libtiff, libheif and libavif are loaded when they
    // are needed. Pixel loops run at full speed in debug builds too.
    cSettings: [.unsafeFlags(["-O3"])],
    linkerSettings: [
      .linkedLibrary("png"), .linkedLibrary("jpeg"), .linkedLibrary("webp"), .linkedLibrary("z"),
      .linkedLibrary("dl"), .linkedLibrary("pthread"),
    ]),
  .target(name: "CTerminal"),
  // Limits that the kernel enforces on this process.
  .target(name: "CConfinement"),
  .systemLibrary(name: "CChafa", pkgConfig: "chafa", providers: [.apt(["libchafa-dev"])]),
  .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
  .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
  .target(
    name: "CKernels",
    // Inner loops run at full speed in debug builds too; no -ffast-math, the scalar table is an oracle.
    cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])],
    linkerSettings: [.linkedLibrary("m"), .linkedLibrary("pthread")]),
  .target(
    name: "Architectures",
    dependencies: [
      .product(name: "RealModule", package: "swift-numerics")
    ]),
  .target(name: "Tensors"),
  .target(name: "CProcess"),
  .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
  .target(
    name: "Support",
    dependencies: [
      "CNettle", "CProcess", .product(name: "SystemPackage", package: "swift-system"),
    ]),
  .target(name: "Confinement", dependencies: ["CConfinement", "Support"]),
  .target(
    name: "Assets", path: "Assets",
    exclude: [
      "ATTRIBUTION.md", "astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg",
    ],
    sources: ["Assets.swift"],
    resources: [
      .embedInCode("imagenet-1k.csv"), .embedInCode("THIRD-PARTY.md"), .embedInCode("paper"),
    ]),
  .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
  .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
  // A program of its own: libhdf5 must not run where a broken file could harm anything.
  .executableTarget(
    name: "effscope-hdf5", dependencies: ["CHDF5"], exclude: ["README.md"],
    linkerSettings: staticRuntime),
]

let evidence: [Target] = [
  .target(name: "Imaging", dependencies: ["Support", "Tensors", "CImageCodecs"]),
  .target(
    name: "Figures",
    dependencies: [
      "Imaging", "Support", "Tensors", "CCairo",
      .product(name: "RealModule", package: "swift-numerics"),
    ]),
  .target(
    name: "Checkpoints",
    dependencies: [
      "Architectures", "Tensors", "Support", "CZlib",
      .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      .product(name: "Subprocess", package: "swift-subprocess"),
    ], exclude: ["Onnx/onnx.proto"], resources: [.embedInCode("Store/catalogue.csv")]),
  .target(
    name: "Inference",
    dependencies: ["Architectures", "Support", "Tensors", "CKernels"]),
  .target(
    name: "Attribution",
    dependencies: [
      "Architectures", "Support", "Tensors", "Inference", "Imaging",
      .product(name: "RealModule", package: "swift-numerics"),
    ]),
  .target(
    name: "Explanations",
    dependencies: [
      "Architectures", "Assets", "Support", "Figures", "Tensors", "Imaging", "Checkpoints",
      "Inference", "Attribution",
      .product(name: "RealModule", package: "swift-numerics"),
    ]),
]

// One command family each.
let families: [Target] = [
  .target(
    name: "Evaluation",
    dependencies: [
      "Architectures", "Attribution", "Checkpoints", "Explanations", "Figures", "Imaging",
      "Inference", "Support", "Tensors",
    ]),
  .target(
    name: "Benchmarking",
    dependencies: [
      "Architectures", "Checkpoints", "Explanations", "Inference", "Support", "Tensors",
    ]),
  .target(
    name: "Scaling",
    dependencies: [
      "Architectures", "Assets", "Benchmarking", "Figures", "Support",
      .product(name: "RealModule", package: "swift-numerics"),
    ]),
  .target(
    name: "Transfer",
    dependencies: [
      "Architectures", "Attribution", "Checkpoints", "Explanations", "Imaging", "Inference",
      "Support", "Tensors",
      .product(name: "RealModule", package: "swift-numerics"),
    ]),
  .target(
    name: "Library",
    dependencies: [
      "Assets", "Attribution", "Checkpoints", "Explanations", "Figures", "Imaging", "Inference",
      "Support", "Tensors", "CSQLite",
      .product(name: "GRDB", package: "GRDB.swift"),
    ]),
  .target(
    name: "Reports",
    dependencies: [
      "Architectures", "Attribution", "Explanations", "Figures", "Imaging", "Scaling", "Support",
    ]),
]

// Theme files compiled into the program; Themes/ShippedThemes.swift offers them.
let themes = [
  "midnight", "paper", "contrast", "colour-blind", "monochrome", "terminal", "nord", "gruvbox",
  "solarized-dark", "solarized-light", "dracula", "catppuccin",
]

let surface: [Target] = [
  .target(
    name: "Themes", path: "Themes", resources: themes.map { .embedInCode("\($0).toml") }),
  .target(
    name: "Terminal",
    dependencies: [
      "CNCurses", "CTerminal", "CChafa", "Support", "Themes",
      .product(name: "RealModule", package: "swift-numerics"),
      .product(name: "TOMLKit", package: "TOMLKit"),
    ]),
  .target(
    name: "Explorer",
    dependencies: [
      "Architectures", "Attribution", "Benchmarking", "Checkpoints", "Evaluation", "Explanations",
      "Figures", "Imaging", "Inference", "Library", "Reports", "Scaling", "Support", "Tensors",
      "Terminal",
      .product(name: "Logging", package: "swift-log"),
      .product(name: "RealModule", package: "swift-numerics"),
      .product(name: "TOMLKit", package: "TOMLKit"),
    ]),
  .executableTarget(
    name: "effscope",
    dependencies: [
      "Architectures", "Attribution", "Benchmarking", "CBuildFacts", "Checkpoints", "Confinement",
      "Evaluation", "Explanations", "Explorer", "Figures", "Imaging", "Inference", "Library",
      "Reports", "Scaling", "Support", "Tensors", "Terminal", "Transfer",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
      .product(name: "Logging", package: "swift-log"),
    ],
    linkerSettings: standalone),
]

let tests: [Target] = [
  .testTarget(
    name: "ArchitecturesTests", dependencies: ["Architectures"], exclude: ["Fixtures"]),
  .testTarget(name: "TensorsTests", dependencies: ["Tensors"]),
  .testTarget(name: "SupportTests", dependencies: ["Support"]),
  // In C: what is safe in a child after fork.
  .target(
    name: "ConfinementChecks", dependencies: ["CConfinement"], path: "Tests/ConfinementChecks"),
  .testTarget(
    name: "ConfinementTests",
    dependencies: ["Confinement", "CConfinement", "ConfinementChecks", "Support"]),
  .testTarget(
    name: "ImagingTests", dependencies: ["Imaging", "CImageCodecs", "Support", "Tensors"],
    exclude: ["Fixtures"]),
  .testTarget(
    name: "CheckpointsTests",
    dependencies: ["Checkpoints", "Architectures", "Imaging", "Support", "Tensors"],
    exclude: ["Fixtures"]),
  // In C, so that Scripts/sanitize.sh runs the same checks alone.
  .target(
    name: "KernelChecks", dependencies: ["CKernels"], path: "Tests/KernelChecks",
    cSettings: [.unsafeFlags(["-O2"])]),
  .testTarget(
    name: "InferenceTests",
    dependencies: [
      "Inference", "CKernels", "KernelChecks", "Architectures", "Support", "Tensors", "Checkpoints",
      "Attribution",
    ],
    exclude: ["Fixtures"]),
  .testTarget(
    name: "AttributionTests",
    dependencies: [
      "Attribution", "Inference", "CKernels", "Architectures", "Support", "Tensors", "Imaging",
      "Checkpoints",
    ],
    exclude: ["Fixtures"]),
  .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Themes"]),
  .testTarget(
    name: "ExplanationsTests",
    dependencies: [
      "Explanations", "Architectures", "Tensors", "Imaging", "Checkpoints", "Inference",
      "Attribution", "Support",
    ], exclude: ["Fixtures"]),
  .testTarget(
    name: "EvaluationTests",
    dependencies: [
      "Evaluation", "Explanations", "Architectures", "Tensors", "Imaging", "Checkpoints",
      "Inference", "Attribution", "Support",
    ]),
  .testTarget(
    name: "BenchmarkingTests", dependencies: ["Benchmarking", "Architectures", "Support"]),
  .testTarget(
    name: "ScalingTests", dependencies: ["Scaling", "Architectures", "Figures", "Support"],
    exclude: ["Fixtures"]),
  .testTarget(
    name: "TransferTests",
    dependencies: [
      "Transfer", "Explanations", "Architectures", "Checkpoints", "Imaging", "Inference", "Support",
      "Tensors",
    ]),
  .testTarget(
    name: "ReportsTests",
    dependencies: ["Reports", "Explanations", "Imaging", "Figures", "Support"]),
  .testTarget(
    name: "LibraryTests",
    dependencies: [
      "Library", "Explanations", "Attribution", "Imaging", "Figures", "Checkpoints", "Support",
    ]),
  .testTarget(
    name: "ExplorerTests",
    dependencies: [
      "Explorer", "Architectures", "Attribution", "Benchmarking", "Evaluation", "Explanations",
      "Imaging", "Library", "Scaling", "Support", "Tensors", "Terminal",
    ],
    exclude: ["Frames"]),
  .testTarget(
    name: "EndToEnd", dependencies: ["ConfinementChecks", "Tensors"],
    path: "Tests/EndToEnd",
    exclude: ["https_server.py", "hostile_server.py", "hub_server.py", "report_html.py"]),
]

let package = Package(
  name: "effscope",
  products: [
    .executable(name: "effscope", targets: ["effscope"]),
    .executable(name: "effscope-hdf5", targets: ["effscope-hdf5"]),
  ],
  // Scripts/dependencies.csv lists these versions with the packages that they bring along.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  ],
  targets: foundation + evidence + families + surface + tests,
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)

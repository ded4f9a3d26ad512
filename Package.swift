// swift-tools-version: 6.2
import PackageDescription

// Targets are listed from the bottom of the house to the top; a target may import only what stands
// above its own line here. docs/architecture.md draws the same map.

let foundation: [Target] = [
  // Without pkgConfig: ncursesw.pc carries -D flags that the package manager warns about.
  .systemLibrary(name: "CNCurses", providers: [.apt(["libncursesw5-dev"])]),
  .target(
    name: "CImageCodecs",
    exclude: ["README.md"],
    // The system's libpng, libjpeg-turbo and libwebp; pixel loops run at full speed in debug builds too.
    cSettings: [.unsafeFlags(["-O3"])],
    linkerSettings: [
      .linkedLibrary("png"), .linkedLibrary("jpeg"), .linkedLibrary("webp"), .linkedLibrary("z"),
      .linkedLibrary("pthread"),
    ]),
  .target(name: "CTerminal"),
  .systemLibrary(name: "CChafa", pkgConfig: "chafa", providers: [.apt(["libchafa-dev"])]),
  .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
  .target(
    name: "CKernels",
    // Inner loops run at full speed in debug builds too; no -ffast-math, the scalar table is an oracle.
    cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])],
    linkerSettings: [.linkedLibrary("m"), .linkedLibrary("pthread")]),
  .target(name: "Architectures"),
  .target(name: "Tensors"),
  .target(name: "FileSystem"),
  .target(
    name: "Assets", path: "Assets",
    exclude: [
      "ATTRIBUTION.md", "astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg",
    ],
    sources: ["Assets.swift"],
    resources: [.embedInCode("imagenet-1k.csv"), .embedInCode("paper")]),
  .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
  .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
  // A program of its own: libhdf5 must not run where a broken file could harm anything.
  .executableTarget(name: "effscope-hdf5", dependencies: ["CHDF5"], exclude: ["README.md"]),
]

let evidence: [Target] = [
  .target(name: "Imaging", dependencies: ["Tensors", "CImageCodecs"]),
  .target(name: "Figures", dependencies: ["Imaging", "CCairo"]),
  .target(
    name: "Checkpoints",
    dependencies: [
      "Architectures", "Tensors", "FileSystem", "Imaging", "CZlib",
      .product(name: "Crypto", package: "swift-crypto"),
      .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      .product(name: "Subprocess", package: "swift-subprocess"),
    ], exclude: ["Onnx/onnx.proto"], resources: [.embedInCode("Store/catalogue.csv")]),
  .target(
    name: "Inference",
    dependencies: ["Architectures", "Tensors", "CKernels"]),
  .target(
    name: "Attribution",
    dependencies: ["Architectures", "Tensors", "Inference", "Imaging"]),
  .target(name: "Laboratory", dependencies: ["Architectures", "Assets", "Figures"]),
  .target(
    name: "Pipeline",
    dependencies: [
      "Architectures", "Assets", "FileSystem", "Figures", "Laboratory", "Tensors", "Imaging",
      "Checkpoints", "Inference", "Attribution",
      .product(name: "TOMLKit", package: "TOMLKit"),
      .product(name: "Logging", package: "swift-log"),
    ]),
  .target(
    name: "Library",
    dependencies: [
      "Assets", "Attribution", "Checkpoints", "Figures", "Imaging", "Inference", "Laboratory",
      "Pipeline", "Tensors",
      .product(name: "GRDB", package: "GRDB.swift"),
      .product(name: "Crypto", package: "swift-crypto"),
    ]),
  .target(
    name: "Reports",
    dependencies: ["Architectures", "Figures", "Imaging", "Attribution", "Pipeline"]),
]

// Theme files compiled into the program; Themes/ShippedThemes.swift offers them.
let themes = [
  "midnight", "paper", "contrast", "colour-blind", "monochrome", "terminal", "nord", "gruvbox",
  "solarized-dark", "solarized-light", "dracula", "catppuccin",
]

// A release carries Swift's own libraries, so that it starts without searching fifteen of them for symbols
// and runs where no toolchain is. Foundation's parts are named, since only a static build of every
// module would name them by itself, and the tests link theirs dynamically. The standard linker would
// warn of a function that Foundation does not call.
let released: BuildSettingCondition = .when(platforms: [.linux], configuration: .release)
let standalone: [LinkerSetting] =
  [.unsafeFlags(["-static-stdlib", "-use-ld=lld"], released)]
  + [
    "CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections",
    "_CFXMLInterface", "xml2",
  ].map { .linkedLibrary($0, released) }

let surface: [Target] = [
  .target(
    name: "Themes", path: "Themes", resources: themes.map { .embedInCode("\($0).toml") }),
  .target(
    name: "Terminal",
    dependencies: [
      "CNCurses", "CTerminal", "CChafa", "FileSystem", "Themes",
      .product(name: "TOMLKit", package: "TOMLKit"),
    ]),
  .target(
    name: "Explorer",
    dependencies: [
      "Architectures", "Figures", "Tensors", "FileSystem", "Imaging", "Checkpoints", "Inference",
      "Attribution", "Pipeline", "Laboratory", "Library", "Reports", "Terminal",
      .product(name: "Logging", package: "swift-log"),
      .product(name: "TOMLKit", package: "TOMLKit"),
    ]),
  .executableTarget(
    name: "effscope",
    dependencies: [
      "Architectures", "Figures", "Laboratory", "Tensors", "Imaging", "Checkpoints", "Inference",
      "Attribution", "Pipeline", "Library", "Reports", "Terminal", "Explorer",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
      .product(name: "Logging", package: "swift-log"),
    ],
    linkerSettings: standalone),
]

let tests: [Target] = [
  .testTarget(
    name: "ArchitecturesTests", dependencies: ["Architectures"], exclude: ["Fixtures"]),
  .testTarget(name: "TensorsTests", dependencies: ["Tensors"]),
  .testTarget(name: "FileSystemTests", dependencies: ["FileSystem"]),
  .testTarget(
    name: "ImagingTests", dependencies: ["Imaging", "CImageCodecs", "Tensors"],
    exclude: ["Fixtures"]),
  .testTarget(
    name: "CheckpointsTests", dependencies: ["Checkpoints", "Architectures", "Imaging", "Tensors"],
    exclude: ["Fixtures"]),
  // In C, so that Scripts/sanitize.sh runs the same checks alone.
  .target(
    name: "KernelChecks", dependencies: ["CKernels"], path: "Tests/KernelChecks",
    cSettings: [.unsafeFlags(["-O2"])]),
  .testTarget(
    name: "InferenceTests",
    dependencies: [
      "Inference", "CKernels", "KernelChecks", "Architectures", "Tensors", "Checkpoints",
    ],
    exclude: ["Fixtures"]),
  .testTarget(
    name: "AttributionTests",
    dependencies: [
      "Attribution", "Inference", "CKernels", "Architectures", "Tensors", "Imaging", "Checkpoints",
    ],
    exclude: ["Fixtures"]),
  .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Themes"]),
  .testTarget(
    name: "LaboratoryTests", dependencies: ["Laboratory", "Architectures", "Figures"],
    exclude: ["Fixtures"]),
  .testTarget(
    name: "PipelineTests",
    dependencies: [
      "Pipeline", "Architectures", "Tensors", "Imaging", "Checkpoints", "Inference", "Attribution",
    ], exclude: ["Fixtures"]),
  .testTarget(name: "ReportsTests", dependencies: ["Reports", "Pipeline", "Imaging", "Figures"]),
  .testTarget(
    name: "LibraryTests",
    dependencies: ["Library", "Pipeline", "Attribution", "Imaging", "Figures", "Checkpoints"]),
  .testTarget(
    name: "ExplorerTests",
    dependencies: [
      "Explorer", "Terminal", "Pipeline", "Laboratory", "Library", "Architectures", "Tensors",
      "Imaging",
      "Attribution",
    ],
    exclude: ["Frames"]),
  .testTarget(
    name: "EndToEnd", dependencies: ["Tensors"], path: "Tests/EndToEnd",
    exclude: ["https_server.py", "report_html.py"]),
]

let package = Package(
  name: "effscope",
  products: [
    .executable(name: "effscope", targets: ["effscope"]),
    .executable(name: "effscope-hdf5", targets: ["effscope-hdf5"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: foundation + evidence + surface + tests,
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)

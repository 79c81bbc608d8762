// swift-tools-version: 6.2
import PackageDescription

/// One set of settings for every Swift target: Swift 6 mode, the upcoming features, strict memory safety, warnings are errors.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"), .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(), .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "wijk",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "wijkserver", targets: ["SyncServer"]),
        .executable(name: "wijkclient", targets: ["wijkclient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CFile"),
        .target(name: "SyncCore", dependencies: ["CSQLite", "CZlib", crypto], swiftSettings: settings),
        .target(
            name: "WijkDomain", dependencies: ["SyncCore"],
            resources: ["amersfoort", "deventer", "dordrecht", "tilburg", "utrecht"].map { .embedInCode("Profiles/\($0).profile") },
            swiftSettings: settings),
        .executableTarget(
            name: "SyncServer",
            dependencies: [
                "SyncCore", "WijkDomain", "CSQLite", arguments, crypto,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "wijkclient", dependencies: ["SyncCore", "WijkDomain", "CCurl", "CFile", arguments], swiftSettings: settings),
        .testTarget(name: "SyncCoreTests", dependencies: ["SyncCore"], swiftSettings: settings),
        .testTarget(name: "SimulationTests", dependencies: ["SyncCore"], swiftSettings: settings),
        .testTarget(name: "TidyTests", swiftSettings: settings),
        .testTarget(name: "WijkDomainTests", dependencies: ["WijkDomain", "SyncCore"], swiftSettings: settings),
        .testTarget(name: "ClientTests", dependencies: ["wijkclient", "SyncCore", "WijkDomain"], swiftSettings: settings),
        .testTarget(name: "SyncServerTests", dependencies: ["SyncServer", "wijkclient", "SyncCore"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)

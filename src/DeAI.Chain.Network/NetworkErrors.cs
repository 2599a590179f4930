using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>Why a session, a frame or a setting was refused. Logged, counted under the tag <c>reason</c>, and told to the peer.</summary>
public static class NetworkErrors
{
    public static readonly ReasonCode BadAddress = new("network.bad_address");
    public static readonly ReasonCode BadOption = new("network.bad_option");
    public static readonly ReasonCode PortInUse = new("network.port_in_use");
    public static readonly ReasonCode CannotListen = new("network.cannot_listen");
    public static readonly ReasonCode BadCertificateFile = new("network.bad_certificate_file");

    public static readonly ReasonCode DialFailed = new("network.dial_failed");
    public static readonly ReasonCode TlsFailed = new("network.tls_failed");
    public static readonly ReasonCode WrongProtocol = new("network.wrong_protocol");
    public static readonly ReasonCode NoCertificate = new("network.no_certificate");
    public static readonly ReasonCode HandshakeTimeout = new("network.handshake_timeout");
    public static readonly ReasonCode TooManyConnections = new("network.too_many_connections");

    public static readonly ReasonCode MalformedHello = new("network.malformed_hello");
    public static readonly ReasonCode WrongVersion = new("network.wrong_version");
    public static readonly ReasonCode WrongChain = new("network.wrong_chain");
    public static readonly ReasonCode UnknownPeer = new("network.unknown_peer");
    public static readonly ReasonCode UnexpectedPeer = new("network.unexpected_peer");
    public static readonly ReasonCode SelfConnection = new("network.self_connection");
    public static readonly ReasonCode BadHelloSignature = new("network.bad_hello_signature");
    public static readonly ReasonCode DuplicateSession = new("network.duplicate_session");

    public static readonly ReasonCode FrameTooLarge = new("network.frame_too_large");
    public static readonly ReasonCode EmptyFrame = new("network.empty_frame");
    public static readonly ReasonCode UnknownChannel = new("network.unknown_channel");
    public static readonly ReasonCode ChannelNotOpen = new("network.channel_not_open");
    public static readonly ReasonCode MalformedControl = new("network.malformed_control");

    public static readonly ReasonCode ConnectionLost = new("network.connection_lost");
    public static readonly ReasonCode ClosedByPeer = new("network.closed_by_peer");
    public static readonly ReasonCode IdleTimeout = new("network.idle_timeout");
    public static readonly ReasonCode WriteStalled = new("network.write_stalled");
    public static readonly ReasonCode PeerRemoved = new("network.peer_removed");
    public static readonly ReasonCode ShuttingDown = new("network.shutting_down");
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace DeAI.Chain.Grpc.Tests;

/// <summary>What a raw HTTP/2 client saw.</summary>
public sealed record RawAnswer(HttpStatusCode Http, string? Status, string? Message, string? AcceptEncoding, bool TrailersOnly, byte[] Body);

/// <summary>Sends what no well-behaved client would.</summary>
public sealed class RawClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public static byte[] Frame(IMessage message, byte flag = 0) => Frame(message.ToByteArray(), flag);

    public static byte[] Frame(byte[] body, byte flag = 0, uint? length = null)
    {
        byte[] frame = new byte[5 + body.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length ?? (uint)body.Length);
        body.CopyTo(frame, 5);
        return frame;
    }

    public Task<RawAnswer> SendAsync(string method, byte[] body, string? timeout = null, string contentType = "application/grpc", Version? version = null) =>
        SendAsync(method, new ByteArrayContent(body), timeout, contentType, version);

    public async Task<RawAnswer> SendAsync(
        string method, HttpContent content, string? timeout = null, string contentType = "application/grpc", Version? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/" + method))
        {
            Version = version ?? HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (timeout is not null)
        {
            request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        }

        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync();
        string? inHeaders = First(response.Headers, "grpc-status");
        HttpHeaders fields = inHeaders is null ? response.TrailingHeaders : response.Headers;
        return new RawAnswer(
            response.StatusCode, First(fields, "grpc-status"), First(fields, "grpc-message"), First(fields, "grpc-accept-encoding"), inHeaders is not null, bytes);
    }

    public void Dispose() => _http.Dispose();

    private static string? First(HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;
}

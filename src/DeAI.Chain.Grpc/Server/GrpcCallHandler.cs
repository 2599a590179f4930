using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Grpc;

/// <summary>Serves the calls of one method: checks the request, runs the handler, and turns its end into a status.</summary>
internal sealed class GrpcCallHandler(
    GrpcMethodBinding method, GrpcServerOptions options, ILogger logger, TimeProvider clock, CancellationToken stopping)
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly string _name = $"{method.Descriptor.Service.FullName}/{method.Descriptor.Name}";
    private readonly bool _streams = method.Descriptor.IsClientStreaming || method.Descriptor.IsServerStreaming;

    public async Task HandleAsync(HttpContext context)
    {
        if (!RequestCheck.IsGrpcRequest(context))
        {
            return;
        }

        TimeSpan? timeout = null;
        if (context.Request.Headers.TryGetValue(WireNames.Timeout, out var header))
        {
            if (!TimeoutHeader.TryParse(header.ToString(), out TimeSpan parsed))
            {
                await RefuseAsync(context, new CallOutcome(StatusCode.Internal, "The grpc-timeout header cannot be read."));
                return;
            }

            timeout = parsed;
        }

        if (!options.Register.TryEnter(_streams))
        {
            GrpcException busy = new(
                StatusCode.ResourceExhausted, "Too many calls are in flight.",
                new Rpc.RetryInfo { RetryDelay = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) });
            await RefuseAsync(context, new CallOutcome(busy.Code, busy.Message, busy.Status));
            return;
        }

        ConnectionGuard.GuardedConnection? connection = ConnectionGuard.BeginCall(context);
        try
        {
            await ServeAsync(context, timeout);
        }
        finally
        {
            connection?.EndCall();
            options.Register.Leave(_streams);
        }
    }

    private async Task ServeAsync(HttpContext context, TimeSpan? timeout)
    {
        LiftTransportLimits(context);
        using var lifetime = new CallLifetime(
            clock, timeout, failure => GrpcLog.CallbackFailed(logger, _name, failure),
            context.RequestAborted, _streams ? stopping : CancellationToken.None);
        var call = new ServerCall(context, _name, Deadline(timeout), lifetime.Token);
        using var exchange = new ServerExchange(context, call, options, lifetime, clock, _streams);

        CallOutcome outcome = await RunAsync(exchange, lifetime);
        GrpcMetrics.Ended(_name, outcome.Code);
        bool started = await exchange.CloseAsync();
        if (lifetime.Cause == CallEnd.ClientGone || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (outcome.Code == StatusCode.Ok && !started)
        {
            await exchange.StartResponseAsync(CancellationToken.None);
        }

        StatusWriter.Write(context, outcome, call.TrailersToSend, logger, _name);
        bool requestHasEnded = exchange.RequestHasEnded();
        await DrainAsync(context, exchange, lifetime);
        if (!requestHasEnded)
        {
            context.Features.Get<IHttpResetFeature>()?.Reset(0);
        }
    }

    /// <summary>
    /// Waits until the client has taken the answer, as long as it may take: a call that nobody counts any more could hold its answer for ever.
    /// </summary>
    private async Task DrainAsync(HttpContext context, ServerExchange exchange, CallLifetime lifetime)
    {
        Task taken = context.Response.CompleteAsync();
        if (taken.IsCompleted)
        {
            await taken;
            return;
        }

        // A call that has ended already gets a little time of its own to say so.
        using CancellationTokenSource? farewell = lifetime.Cause == CallEnd.None ? null : new CancellationTokenSource(Farewell, clock);
        using CancellationTokenRegistration abort = (farewell?.Token ?? lifetime.Token).UnsafeRegister(static state => ((HttpContext)state!).Abort(), context);
        exchange.Idle.BeginWait();
        try
        {
            await taken;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client, or this side for it, has given the call up.
            return;
        }
        finally
        {
            exchange.Idle.EndWait();
        }
    }

    private async Task<CallOutcome> RunAsync(ServerExchange exchange, CallLifetime lifetime)
    {
        try
        {
            if (options.BeforeCall is { } before)
            {
                await before(exchange.Call);
            }

            await method.ServeAsync(exchange);
            return lifetime.Cause == CallEnd.DeadlinePassed ? EarlyEnd(lifetime.Cause) : CallOutcome.Ok;
        }
        catch (GrpcException refusal)
        {
            GrpcLog.CallRefused(logger, _name, refusal.Code, refusal.Message);
            return new CallOutcome(refusal.Code, refusal.Message, refusal.Status);
        }
        catch (ProtocolViolationException violation)
        {
            GrpcLog.CallRefused(logger, _name, violation.Code, violation.Message);
            return new CallOutcome(violation.Code, violation.Message);
        }
        catch (Exception) when (lifetime.Cause is not (CallEnd.None or CallEnd.Broken))
        {
            // Whatever a handler throws while it is being torn down follows from that.
            return EarlyEnd(lifetime.Cause);
        }
        catch (Exception failure)
        {
            GrpcLog.HandlerFailed(logger, _name, failure);
            return new CallOutcome(StatusCode.Internal, "Internal error.");
        }
    }

    private static CallOutcome EarlyEnd(CallEnd cause) => cause switch
    {
        CallEnd.DeadlinePassed => new CallOutcome(StatusCode.DeadlineExceeded, "The deadline has passed."),
        CallEnd.Idle => new CallOutcome(StatusCode.Unavailable, "The stream was idle for too long."),
        CallEnd.Stopping => new CallOutcome(StatusCode.Unavailable, "The server is stopping."),
        _ => new CallOutcome(StatusCode.Cancelled, "The call was cancelled."),
    };

    private async Task RefuseAsync(HttpContext context, CallOutcome outcome)
    {
        GrpcLog.CallRefused(logger, _name, outcome.Code, outcome.Message);
        GrpcMetrics.Ended(_name, outcome.Code);
        StatusWriter.Write(context, outcome, null, logger, _name);
        await EndAsync(context, requestHasEnded: false);
    }

    /// <summary>A client that is still sending is told by RST_STREAM(NO_ERROR) that nobody reads (RFC 9113, 8.1).</summary>
    private static async Task EndAsync(HttpContext context, bool requestHasEnded)
    {
        if (!requestHasEnded)
        {
            await context.Response.CompleteAsync();
            context.Features.Get<IHttpResetFeature>()?.Reset(0);
        }
    }

    private DateTimeOffset? Deadline(TimeSpan? timeout)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return timeout is { } limit && limit < DateTimeOffset.MaxValue - now ? now + limit : null;
    }

    /// <summary>
    /// Kestrel bounds a request as a whole and resets the whole connection for one that comes slowly. Each message has a bound and a time limit
    /// of its own here, and whoever breaks one is told by a status.
    /// </summary>
    private static void LiftTransportLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}

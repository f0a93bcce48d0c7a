package dev.hawser.workflows.internal.http;
